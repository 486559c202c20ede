package dev.ferry.server.presence;

import dev.ferry.server.delivery.Memberships;
import dev.ferry.server.group.UserRates;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.PresenceSettings;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.UserId;
import dev.ferry.server.session.Session;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What users may ask of presence. Checks what needs no Redis at once, and throws for it; the rest
 * fails the stage. Thread-safe.
 */
public final class PresenceService {
  /** How many users one request may name. */
  public static final int USERS_MAX = 200;

  private final Watching watching;
  private final PresenceStore store;
  private final Memberships memberships;

  /** A full list of watched users at once, and then a page a second. */
  private final UserRates looks = new UserRates("presences asked for", 200, 2000);

  private final UserRates changes = new UserRates("presence settings", 1, 5);

  public PresenceService(Watching watching, PresenceStore store, Memberships memberships) {
    this.watching = watching;
    this.store = store;
    this.memberships = memberships;
  }

  /**
   * Watches users, each named once and at most {@value #USERS_MAX}, until the session ends, and no
   * longer watches others.
   *
   * @param group in which the session's user and those users are fellow members
   * @return what the session's user may know of those to be watched
   */
  public CompletionStage<List<Presence>> watch(
      Session session, List<UserId> users, List<UserId> noLonger, Optional<ConversationId> group) {
    looks.take(session.user(), users.size());
    if (!noLonger.isEmpty()) {
      watching.unwatch(session, noLonger);
    }
    return inGroup(session.user(), group)
        .thenCompose(
            member ->
                users.isEmpty()
                    ? CompletableFuture.completedStage(List.of())
                    : watching.watch(session, users, group));
  }

  /** What a user may know of these users now. */
  public CompletionStage<List<Presence>> look(
      UserId asker, List<UserId> users, Optional<ConversationId> group) {
    looks.take(asker, users.size());
    return inGroup(asker, group).thenCompose(member -> watching.look(asker, users, group));
  }

  /** Changes what others see of the user. */
  public CompletionStage<PresenceSettings> set(UserId user, SettingsChange change) {
    changes.take(user, 1);
    return store.set(user, change);
  }

  private CompletionStage<Void> inGroup(UserId asker, Optional<ConversationId> group) {
    if (group.isEmpty()) {
      return CompletableFuture.completedStage(null);
    }
    return memberships
        .standing(asker, group.get())
        .thenAccept(
            standing -> {
              if (!standing.member()) {
                throw RefusedException.notOf(asker, standing.group());
              }
            });
  }
}
