package dev.ferry.cli.connect;

import dev.ferry.client.presence.PresenceSettings;
import dev.ferry.client.presence.Presences;
import dev.ferry.client.presence.UserPresence;
import dev.ferry.client.presence.Visibility;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** Remembers whom a client watches and what it sets; who is online a test says. */
public final class FakePresences implements Presences {
  public final Set<String> watched = new TreeSet<>();
  public final List<UserPresence> online = new ArrayList<>();
  private PresenceSettings settings = new PresenceSettings("", false, Visibility.CONTACTS);

  @Override
  public CompletableFuture<Integer> watch(String group, Collection<String> users) {
    watched.addAll(users);
    return CompletableFuture.completedFuture(watched.size());
  }

  @Override
  public CompletableFuture<Integer> unwatch(Collection<String> users) {
    watched.removeAll(users);
    return CompletableFuture.completedFuture(watched.size());
  }

  @Override
  public CompletableFuture<List<UserPresence>> fetch(Collection<String> users) {
    return CompletableFuture.completedFuture(
        users.stream()
            .map(
                user ->
                    online.stream()
                        .filter(each -> each.user().equals(user))
                        .findAny()
                        .orElse(new UserPresence(user, List.of(), 0, "")))
            .toList());
  }

  @Override
  public CompletableFuture<PresenceSettings> settings() {
    return CompletableFuture.completedFuture(settings);
  }

  @Override
  public CompletableFuture<PresenceSettings> setStatus(String status) {
    return set(new PresenceSettings(status, settings.invisible(), settings.visibleTo()));
  }

  @Override
  public CompletableFuture<PresenceSettings> setInvisible(boolean invisible) {
    return set(new PresenceSettings(settings.status(), invisible, settings.visibleTo()));
  }

  @Override
  public CompletableFuture<PresenceSettings> setVisibleTo(Visibility visibleTo) {
    return set(new PresenceSettings(settings.status(), settings.invisible(), visibleTo));
  }

  private CompletableFuture<PresenceSettings> set(PresenceSettings to) {
    settings = to;
    return settings();
  }
}
