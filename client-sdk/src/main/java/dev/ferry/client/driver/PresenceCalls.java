package dev.ferry.client.driver;

import dev.ferry.client.core.PresenceQuestions;
import dev.ferry.client.presence.PresenceSettings;
import dev.ferry.client.presence.Presences;
import dev.ferry.client.presence.UserPresence;
import dev.ferry.client.presence.Visibility;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks the questions of {@link Presences}, and hands on whom to watch. */
final class PresenceCalls implements Presences {

  /** Has the core take note of whom to watch. */
  interface Watcher {
    CompletableFuture<Integer> watch(String group, List<String> add, List<String> remove);
  }

  private final GroupCalls.Asker asker;
  private final Watcher watcher;

  PresenceCalls(GroupCalls.Asker asker, Watcher watcher) {
    this.asker = asker;
    this.watcher = watcher;
  }

  @Override
  public CompletableFuture<Integer> watch(String group, Collection<String> users) {
    return watcher.watch(group, new ArrayList<>(users), new ArrayList<>());
  }

  @Override
  public CompletableFuture<Integer> unwatch(Collection<String> users) {
    return watcher.watch("", new ArrayList<>(), new ArrayList<>(users));
  }

  @Override
  public CompletableFuture<List<UserPresence>> fetch(Collection<String> users) {
    return asker.ask(PresenceQuestions.fetch(users));
  }

  @Override
  public CompletableFuture<PresenceSettings> settings() {
    return asker.ask(PresenceQuestions.settings());
  }

  @Override
  public CompletableFuture<PresenceSettings> setStatus(String status) {
    return asker.ask(PresenceQuestions.status(status));
  }

  @Override
  public CompletableFuture<PresenceSettings> setInvisible(boolean invisible) {
    return asker.ask(PresenceQuestions.invisible(invisible));
  }

  @Override
  public CompletableFuture<PresenceSettings> setVisibleTo(Visibility visibleTo) {
    return asker.ask(PresenceQuestions.visibleTo(visibleTo));
  }
}
