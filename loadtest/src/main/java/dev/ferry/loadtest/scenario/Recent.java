package dev.ferry.loadtest.scenario;

import dev.ferry.client.message.MessageRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest messages of each conversation that this process sent and that were acked: what people
 * look at, and do something to. Any thread.
 */
final class Recent {
  /** Of each conversation; older ones are forgotten. */
  static final int KEPT_MAX = 8;

  private final Map<String, Deque<Said>> said = new ConcurrentHashMap<>();

  /** A message and who said it. */
  record Said(Person by, MessageRef message) {}

  void add(Person by, MessageRef message) {
    Deque<Said> of = said.computeIfAbsent(message.conversation(), key -> new ArrayDeque<>());
    synchronized (of) {
      of.addLast(new Said(by, message));
      if (of.size() > KEPT_MAX) {
        of.removeFirst();
      }
    }
  }

  /** The same, which is not among them any more. */
  @Nullable Said take(String conversation, Random random) {
    Said drawn = any(conversation, random);
    Deque<Said> of = said.get(conversation);
    if (drawn != null && of != null) {
      synchronized (of) {
        of.remove(drawn);
      }
    }
    return drawn;
  }

  /** One of them, drawn by lot; null when there is none. */
  @Nullable Said any(String conversation, Random random) {
    Deque<Said> of = said.get(conversation);
    if (of == null) {
      return null;
    }
    synchronized (of) {
      return of.isEmpty()
          ? null
          : of.stream().skip(random.nextInt(of.size())).findFirst().orElse(null);
    }
  }
}
