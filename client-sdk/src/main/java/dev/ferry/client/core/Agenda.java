package dev.ferry.client.core;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Items by the time at which they are due, first in first out among equals; each at most once. */
final class Agenda<T extends Agenda.Item> {

  /** What an agenda can hold; its fields belong to the agenda. */
  abstract static class Item {
    private long dueAtMs;
    private long order;
    private boolean listed;
  }

  private final TreeSet<T> items =
      new TreeSet<>(Comparator.<T>comparingLong(Agenda::dueAt).thenComparingLong(Agenda::orderOf));
  private long orders;

  /** Lists the item, or moves it when it is listed already. */
  void put(T item, long dueAtMs) {
    remove(item);
    Item entry = item;
    entry.dueAtMs = dueAtMs;
    entry.order = ++orders;
    entry.listed = true;
    items.add(item);
  }

  boolean contains(T item) {
    return ((Item) item).listed;
  }

  /** When the item is due; {@link Long#MAX_VALUE} when it is not listed. */
  long dueAtMs(T item) {
    return contains(item) ? dueAt(item) : Long.MAX_VALUE;
  }

  void remove(T item) {
    Item entry = item;
    if (entry.listed) {
      items.remove(item);
      entry.listed = false;
    }
  }

  /** Takes the first item that is due, or returns null. */
  @Nullable T pollDue(long nowMs) {
    if (nextMs() > nowMs) {
      return null;
    }
    T first = items.pollFirst();
    if (first != null) {
      ((Item) first).listed = false;
    }
    return first;
  }

  /** When the first item is due; {@link Long#MAX_VALUE} when there is none. */
  long nextMs() {
    return items.isEmpty() ? Long.MAX_VALUE : dueAt(items.first());
  }

  private static long dueAt(Item item) {
    return item.dueAtMs;
  }

  private static long orderOf(Item item) {
    return item.order;
  }
}
