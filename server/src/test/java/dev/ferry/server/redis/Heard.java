package dev.ferry.server.redis;

import dev.ferry.server.delivery.BusListener;
import dev.ferry.server.delivery.Topic;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.Hint;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.SessionEnd;
import dev.ferry.server.model.Signal;
import dev.ferry.server.model.UserState;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what the bus said; written on Lettuce's thread. */
final class Heard implements BusListener {
  final Queue<LogEntry> entries = new ConcurrentLinkedQueue<>();
  private final Map<Topic, Queue<LogEntry>> byTopic = new ConcurrentHashMap<>();
  private final Map<Topic, Queue<Hint>> hintsByTopic = new ConcurrentHashMap<>();
  final Queue<UserState> states = new ConcurrentLinkedQueue<>();
  final Queue<Signal> signals = new ConcurrentLinkedQueue<>();
  final Queue<SessionEnd> ends = new ConcurrentLinkedQueue<>();
  final AtomicInteger interruptions = new AtomicInteger();

  @Override
  public void entry(Topic topic, LogEntry entry) {
    entries.add(entry);
    byTopic.computeIfAbsent(topic, key -> new ConcurrentLinkedQueue<>()).add(entry);
  }

  @Override
  public void hint(Topic topic, Hint hint) {
    hintsByTopic.computeIfAbsent(topic, key -> new ConcurrentLinkedQueue<>()).add(hint);
    if (hint instanceof UserState state) {
      states.add(state);
    } else if (hint instanceof Signal signal) {
      signals.add(signal);
    } else if (hint instanceof SessionEnd end) {
      ends.add(end);
    }
  }

  @Override
  public void interrupted() {
    interruptions.incrementAndGet();
  }

  /** Seqs heard on one topic, in the order in which they came. */
  List<Long> seqs(Topic topic) {
    return byTopic.getOrDefault(topic, new ConcurrentLinkedQueue<>()).stream()
        .map(entry -> entry.place().seq())
        .toList();
  }

  /** Hints heard on one topic, in the order in which they came. */
  List<Hint> hints(Topic topic) {
    return List.copyOf(hintsByTopic.getOrDefault(topic, new ConcurrentLinkedQueue<>()));
  }

  List<Accepted> places() {
    return entries.stream().map(LogEntry::place).toList();
  }
}
