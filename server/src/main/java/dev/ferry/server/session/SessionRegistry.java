package dev.ferry.server.session;

import dev.ferry.server.model.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of this node by user. Thread-safe; bounded by the edge's limit of connections. Lists
 * are replaced, never changed, so a reader sees one moment's sessions.
 */
public final class SessionRegistry {
  private final Map<UserId, List<Session>> byUser = new ConcurrentHashMap<>();

  /**
   * Adds a session and takes out the one it replaces: the same device's older one, which the caller
   * ends.
   */
  public @Nullable Session add(Session session) {
    Session[] replaced = new Session[1];
    byUser.compute(
        session.user(),
        (user, before) -> {
          List<Session> after = new ArrayList<>();
          for (Session other : before == null ? List.<Session>of() : before) {
            if (other.device().equals(session.device())) {
              replaced[0] = other;
            } else {
              after.add(other);
            }
          }
          after.add(session);
          return List.copyOf(after);
        });
    return replaced[0];
  }

  /** Takes a session out; does nothing when it was replaced before. */
  public void remove(Session session) {
    byUser.computeIfPresent(
        session.user(),
        (user, before) -> {
          List<Session> after = before.stream().filter(other -> other != session).toList();
          return after.isEmpty() ? null : after;
        });
  }

  /** The user's sessions on this node; empty when there are none. */
  public List<Session> of(UserId user) {
    return byUser.getOrDefault(user, List.of());
  }

  /** Every session, at no particular moment. */
  public void forEach(Consumer<Session> action) {
    byUser.values().forEach(sessions -> sessions.forEach(action));
  }
}
