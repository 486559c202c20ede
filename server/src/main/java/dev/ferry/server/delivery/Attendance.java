package dev.ferry.server.delivery;

import dev.ferry.server.model.UserId;
import dev.ferry.server.session.Session;
import dev.ferry.server.session.SessionRegistry;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the bus subscribed to exactly those users who have a session here. Thread-safe: a user's
 * joins, leaves and the bus calls they cause happen in one order, under that user's entry of the
 * map.
 */
public final class Attendance {
  private final SessionRegistry sessions;
  private final Bus bus;
  private final Map<UserId, CompletionStage<Void>> subscribed = new ConcurrentHashMap<>();

  public Attendance(SessionRegistry sessions, Bus bus) {
    this.sessions = sessions;
    this.bus = bus;
  }

  /**
   * Registers a session. What is published for its user after {@code subscribed} is done reaches
   * it.
   *
   * @param replaced the same device's older session, taken out, which the caller ends
   */
  public record Joined(CompletionStage<Void> subscribed, @Nullable Session replaced) {}

  public Joined join(Session session) {
    @Nullable Session[] replaced = new Session[1];
    CompletionStage<Void> ready =
        subscribed.compute(
            session.user(),
            (user, before) -> {
              replaced[0] = sessions.add(session);
              boolean usable =
                  before != null && !before.toCompletableFuture().isCompletedExceptionally();
              return usable ? before : bus.subscribe(user);
            });
    return new Joined(ready, replaced[0]);
  }

  /** Takes a session out, and unsubscribes its user when it was the last one here. */
  public void leave(Session session) {
    subscribed.computeIfPresent(
        session.user(),
        (user, before) -> {
          sessions.remove(session);
          if (!sessions.of(user).isEmpty()) {
            return before;
          }
          bus.unsubscribe(user);
          return null;
        });
  }
}
