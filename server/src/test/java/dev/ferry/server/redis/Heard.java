package dev.ferry.server.redis;

import dev.ferry.server.delivery.BusListener;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.UserId;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what the bus said; written on Lettuce's thread. */
final class Heard implements BusListener {
  final Queue<LogEntry> entries = new ConcurrentLinkedQueue<>();
  final AtomicInteger interruptions = new AtomicInteger();

  @Override
  public void entry(UserId user, LogEntry entry) {
    entries.add(entry);
  }

  @Override
  public void interrupted() {
    interruptions.incrementAndGet();
  }

  List<Accepted> places() {
    return entries.stream().map(LogEntry::place).toList();
  }
}
