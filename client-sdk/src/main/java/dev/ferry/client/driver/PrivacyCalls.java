package dev.ferry.client.driver;

import dev.ferry.client.core.PrivacyQuestions;
import dev.ferry.client.privacy.BlockedPage;
import dev.ferry.client.privacy.Privacy;
import dev.ferry.client.privacy.PrivacySettings;
import dev.ferry.client.privacy.Writers;
import java.util.concurrent.CompletableFuture;

/** Asks the questions of {@link Privacy}. */
final class PrivacyCalls implements Privacy {
  private final GroupCalls.Asker asker;

  PrivacyCalls(GroupCalls.Asker asker) {
    this.asker = asker;
  }

  @Override
  public CompletableFuture<PrivacySettings> block(String user) {
    return asker.ask(PrivacyQuestions.block(user));
  }

  @Override
  public CompletableFuture<PrivacySettings> unblock(String user) {
    return asker.ask(PrivacyQuestions.unblock(user));
  }

  @Override
  public CompletableFuture<BlockedPage> blocked(long after, int limit) {
    return asker.ask(PrivacyQuestions.blocked(after, limit));
  }

  @Override
  public CompletableFuture<PrivacySettings> settings() {
    return asker.ask(PrivacyQuestions.settings());
  }

  @Override
  public CompletableFuture<PrivacySettings> setWhoMayWrite(Writers whoMayWrite) {
    return asker.ask(PrivacyQuestions.setWhoMayWrite(whoMayWrite));
  }
}
