package dev.ferry.server.delivery;

import dev.ferry.server.session.Session;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in an array, 4 bytes each with some room to grow, which can be walked a few at a time
 * while sessions come and go: a walk visits those that were there when it began and are there
 * still. Belongs to one loop.
 */
final class Seats {
  private static final Session[] NONE = new Session[0];

  /** Those before {@link #size}; null where one was taken during a walk. */
  private @Nullable Session[] sessions = NONE;

  private int size;
  private int gone;

  /** The next to be visited, and where the walk ends; equal when there is none. */
  private int position;

  private int end;

  /** How many are here. */
  int count() {
    return size - gone;
  }

  void add(Session session) {
    if (size == sessions.length) {
      sessions = Arrays.copyOf(sessions, size + 1 + (size >> 2));
    }
    sessions[size++] = session;
  }

  void remove(Session session) {
    int index = 0;
    while (index < size && sessions[index] != session) {
      index++;
    }
    if (index == size) {
      return;
    }
    if (position < end) {
      sessions[index] = null;
      gone++;
      return;
    }
    size--;
    sessions[index] = sessions[size];
    sessions[size] = null;
    shrink();
  }

  void beginWalk() {
    position = 0;
    end = size;
  }

  /** Visits the next ones, {@code most} at most; returns whether the walk is over. */
  boolean walk(int most, Consumer<Session> visit) {
    int stop = Math.min(end, position + most);
    while (position < stop) {
      Session session = sessions[position++];
      if (session != null) {
        visit.accept(session);
      }
    }
    if (position < end) {
      return false;
    }
    endWalk();
    return true;
  }

  /** The walk is over, also when it did not come to its end. */
  void endWalk() {
    position = 0;
    end = 0;
    if (gone > 0) {
      compact();
    }
  }

  void forEach(Consumer<Session> visit) {
    for (int i = 0; i < size; i++) {
      Session session = sessions[i];
      if (session != null) {
        visit.accept(session);
      }
    }
  }

  private void compact() {
    int to = 0;
    for (int from = 0; from < size; from++) {
      Session session = sessions[from];
      if (session != null) {
        sessions[to++] = session;
      }
    }
    Arrays.fill(sessions, to, size, null);
    size = to;
    gone = 0;
    shrink();
  }

  private void shrink() {
    if (size < sessions.length / 4) {
      sessions = size == 0 ? NONE : Arrays.copyOf(sessions, size + (size >> 2));
    }
  }
}
