package dev.ferry.cli.connect;

import dev.ferry.client.privacy.BlockedPage;
import dev.ferry.client.privacy.BlockedUser;
import dev.ferry.client.privacy.Privacy;
import dev.ferry.client.privacy.PrivacySettings;
import dev.ferry.client.privacy.Writers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Remembers whom a client blocks; its pages have two users. */
public final class FakePrivacy implements Privacy {
  public final List<String> blocked = new ArrayList<>();
  private Writers writers = Writers.EVERYONE;

  @Override
  public CompletableFuture<PrivacySettings> block(String user) {
    blocked.add(user);
    return settings();
  }

  @Override
  public CompletableFuture<PrivacySettings> unblock(String user) {
    blocked.remove(user);
    return settings();
  }

  @Override
  public CompletableFuture<BlockedPage> blocked(long after, int limit) {
    int from = (int) after;
    int to = Math.min(from + 2, blocked.size());
    List<BlockedUser> users =
        blocked.subList(from, to).stream().map(user -> new BlockedUser(user, 60_000)).toList();
    return CompletableFuture.completedFuture(new BlockedPage(users, to == blocked.size() ? 0 : to));
  }

  @Override
  public CompletableFuture<PrivacySettings> settings() {
    return CompletableFuture.completedFuture(new PrivacySettings(7, writers, blocked.size()));
  }

  @Override
  public CompletableFuture<PrivacySettings> setWhoMayWrite(Writers whoMayWrite) {
    writers = whoMayWrite;
    return settings();
  }
}
