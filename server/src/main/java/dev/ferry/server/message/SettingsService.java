package dev.ferry.server.message;

import dev.ferry.server.delivery.Memberships;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.ConversationSettings;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.LogPlace;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.PreferenceChange;
import dev.ferry.server.model.Preferences;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.SettingsPage;
import dev.ferry.server.model.Standing;
import dev.ferry.server.model.UserId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How users want their conversations. Checks what needs no Redis at once, and throws for it; the
 * rest fails the stage. Any thread.
 */
public final class SettingsService {
  public static final int CHANGES_MAX = 20;

  /** Requests under way in Redis; beyond it they are refused, so that a slow Redis keeps none. */
  static final int UNDER_WAY_MAX = 1_000;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final SettingsStore store;
  private final Memberships memberships;

  /** Any thread. */
  private final AtomicInteger underWay = new AtomicInteger();

  public SettingsService(SettingsStore store, Memberships memberships) {
    this.store = store;
    this.memberships = memberships;
  }

  /**
   * Changes how a user wants conversations, all of it or nothing.
   *
   * @return how each of them is now, in the order of the changes
   */
  public CompletionStage<List<ConversationSettings>> change(
      Mover by, List<PreferenceChange> changes) {
    check(by.user(), changes);
    List<ConversationId> groups =
        changes.stream()
            .map(PreferenceChange::conversation)
            .filter(ConversationId::isGroup)
            .toList();
    enter();
    return allowed(by.user(), groups)
        .thenCompose(done -> store.change(by, changes))
        .whenComplete((done, failure) -> underWay.decrementAndGet());
  }

  /** One page of what was changed since a version; 0 for everything. */
  public CompletionStage<SettingsPage> since(UserId user, long version) {
    enter();
    return store.since(user, version).whenComplete((page, failure) -> underWay.decrementAndGet());
  }

  private void enter() {
    if (underWay.incrementAndGet() > UNDER_WAY_MAX) {
      underWay.decrementAndGet();
      throw new RefusedException(Reason.RATE_LIMITED, "settings: too many under way", RETRY_AFTER);
    }
  }

  private static void check(UserId user, List<PreferenceChange> changes) {
    if (changes.isEmpty() || changes.size() > CHANGES_MAX) {
      throw new InvalidValueException(
          "changes", String.valueOf(changes.size()), "1 to " + CHANGES_MAX);
    }
    Set<PreferenceChange> named = new HashSet<>();
    for (PreferenceChange change : changes) {
      ConversationId conversation = change.conversation();
      LogPlace message = change.wanted().deleted();
      Preferences about = message == null ? Preferences.NONE : Preferences.deleted(message);
      if (!named.add(new PreferenceChange(conversation, about))) {
        throw new InvalidValueException(
            "changes", conversation.value(), "each conversation or message once");
      }
      if (!conversation.isGroup() && !conversation.peers().contains(user)) {
        throw RefusedException.notOf(user, conversation);
      }
    }
  }

  /**
   * Groups that the user is in, or was: it may want to forget what it set. They are asked before
   * and not in the same step, because the settings are of no concern to anybody else.
   */
  private CompletionStage<Void> allowed(UserId user, List<ConversationId> groups) {
    if (groups.isEmpty()) {
      return CompletableFuture.completedStage(null);
    }
    return memberships
        .standings(user, groups)
        .thenAccept(
            standings -> {
              for (Standing standing : standings) {
                if (standing.epoch() == 0) {
                  throw RefusedException.notOf(user, standing.group());
                }
              }
            });
  }
}
