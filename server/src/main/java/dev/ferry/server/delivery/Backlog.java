package dev.ferry.server.delivery;

/** How many bytes wait in all groups of a loop. Belongs to that loop. */
final class Backlog {
  private static final long BYTES_MAX = 64L << 20;

  private long bytes;

  void add(int difference) {
    bytes += difference;
  }

  boolean isFull() {
    return bytes > BYTES_MAX;
  }
}
