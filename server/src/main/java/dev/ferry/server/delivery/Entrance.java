package dev.ferry.server.delivery;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Standing;
import dev.ferry.server.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings a session into groups in the order that misses nothing: subscribe the group, then read how
 * the user stands in it, then take the seat; and read once more when the bus told of a change
 * meanwhile. Between its steps, which run on the session's loop, Redis is asked.
 */
final class Entrance {
  private static final Duration AGAIN_AFTER = Duration.ofMillis(5);

  private final Memberships memberships;
  private final Roster roster;

  Entrance(Memberships memberships, Roster roster) {
    this.memberships = memberships;
    this.roster = roster;
  }

  /**
   * Enters these groups, and returns how the user stands in each. The session must have been
   * admitted to the roster. When this fails, the session has seats in none or some of them; when
   * the session leaves meanwhile, it has none.
   */
  CompletionStage<List<Standing>> enter(Session session, List<ConversationId> ids) {
    return onLoop(() -> ids.stream().map(roster::enter).toList())
        .thenCompose(
            groups ->
                subscribed(groups)
                    .thenCompose(subscribed -> place(session, groups, new ArrayList<>()))
                    .whenComplete((done, failure) -> leaveAll(groups)));
  }

  /** Whoever came in has a seat by now, and needs no other hold on the group. */
  private void leaveAll(List<LocalGroup> groups) {
    roster.loop().execute(() -> groups.forEach(roster::entered));
  }

  /** Asks, places, and asks again for what has changed meanwhile, until nothing has. */
  private CompletionStage<List<Standing>> place(
      Session session, List<LocalGroup> groups, List<Standing> done) {
    return onLoop(() -> groups.stream().map(LocalGroup::newest).toList())
        .thenCompose(
            asked ->
                memberships
                    .standings(session.user(), groups.stream().map(group -> group.id).toList())
                    .thenCompose(
                        read -> onLoop(() -> placeNow(session, groups, asked, read, done))))
        .thenCompose(
            again ->
                again.isEmpty()
                    ? CompletableFuture.completedStage(done)
                    : later().thenCompose(waited -> place(session, again, done)));
  }

  /** Places by what was read; returns the groups that must be read again. */
  private List<LocalGroup> placeNow(
      Session session,
      List<LocalGroup> groups,
      List<LocalGroup.Place> asked,
      List<Standing> read,
      List<Standing> done) {
    List<LocalGroup> again = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      if (roster.place(session, groups.get(i), asked.get(i), read.get(i))) {
        done.add(read.get(i));
      } else {
        again.add(groups.get(i));
      }
    }
    return again;
  }

  /** Whoever must ask again gives what it waits for a moment to happen. */
  private CompletionStage<@Nullable Void> later() {
    CompletableFuture<@Nullable Void> waited = new CompletableFuture<>();
    roster.loop().after(AGAIN_AFTER, () -> waited.complete(null));
    return waited;
  }

  private <T> CompletionStage<T> onLoop(Supplier<T> step) {
    return roster.loop().isCurrent()
        ? CompletableFuture.completedStage(step.get())
        : CompletableFuture.supplyAsync(step, roster.loop());
  }

  /** Done once all of them are subscribed, which most are already as a rule. */
  private static CompletionStage<@Nullable Void> subscribed(List<LocalGroup> groups) {
    CompletableFuture<?>[] underWay =
        groups.stream()
            .map(group -> group.subscribed.toCompletableFuture())
            .distinct()
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(underWay);
  }
}
