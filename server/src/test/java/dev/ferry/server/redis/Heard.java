package dev.ferry.server.redis;

import dev.ferry.server.delivery.BusListener;
import dev.ferry.server.delivery.Topic;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.SessionEnd;
import dev.ferry.server.model.UserId;
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
  final Queue<SessionEnd> ends = new ConcurrentLinkedQueue<>();
  final AtomicInteger interruptions = new AtomicInteger();

  @Override
  public void entry(Topic topic, LogEntry entry) {
    entries.add(entry);
    byTopic.computeIfAbsent(topic, key -> new ConcurrentLinkedQueue<>()).add(entry);
  }

  @Override
  public void ended(UserId user, SessionEnd end) {
    ends.add(end);
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

  List<Accepted> places() {
    return entries.stream().map(LogEntry::place).toList();
  }
}
