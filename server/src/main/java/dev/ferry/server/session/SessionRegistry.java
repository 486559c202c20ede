package dev.ferry.server.session;

import dev.ferry.server.model.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The sessions of this node by user. Thread-safe; bounded by the edge's limit of connections. Lists
 * are replaced, never changed, so a reader sees one moment's sessions.
 */
public final class SessionRegistry {
  private final Map<UserId, List<Session>> byUser = new ConcurrentHashMap<>();

  /** Adds a session. The same device's older one stays until it is told of its end. */
  public void add(Session session) {
    byUser.compute(
        session.user(),
        (user, before) -> {
          List<Session> after = new ArrayList<>(before == null ? List.of() : before);
          after.add(session);
          return List.copyOf(after);
        });
  }

  /** Takes a session out. */
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
