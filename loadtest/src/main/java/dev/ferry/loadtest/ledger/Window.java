package dev.ferry.loadtest.ledger;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What each seq of a log holds, for the seqs somebody may still be shown: a value, never 0, and a
 * note of who told it. 16 bytes an entry. {@link #value} is for any thread and takes no lock;
 * everything else needs the lock of the log.
 */
final class Window {
  static final int CHUNK = 64;

  /** Entries from the lowest to the highest; 128 MiB. What is further up is not kept. */
  static final long SPAN_MAX = 1 << 23;

  private static final long NONE = 0;

  /** Chunks from {@code first} on, in units of chunks. */
  private record Table(long first, AtomicReferenceArray<@Nullable AtomicLongArray> chunks) {
    @Nullable AtomicLongArray chunk(long index) {
      long place = index - first;
      return place < 0 || place >= chunks.length() ? null : chunks.get((int) place);
    }
  }

  /** Written under the lock of the log, read by any thread. */
  private volatile Table table = new Table(0, new AtomicReferenceArray<>(1));

  /** Under the lock of the log: chunks in use. */
  private int chunks;

  /** The value at {@code seq}; 0 when it is unknown, or no longer known. */
  long value(long seq) {
    AtomicLongArray chunk = table.chunk(seq / CHUNK);
    return chunk == null ? NONE : chunk.getAcquire(2 * (int) (seq % CHUNK));
  }

  /** The note at {@code seq}; 0 when there is no value. */
  long note(long seq) {
    AtomicLongArray chunk = table.chunk(seq / CHUNK);
    return chunk == null ? NONE : chunk.get(2 * (int) (seq % CHUNK) + 1);
  }

  /** Whether {@code seq} is not below what was forgotten, nor too far up. */
  boolean reaches(long seq) {
    long place = seq / CHUNK - table.first;
    return place >= 0 && place < SPAN_MAX / CHUNK;
  }

  /** The lowest seq that it can have. */
  long lowest() {
    return table.first * CHUNK;
  }

  /** Entries that it has room for now. */
  long room() {
    return (long) chunks * CHUNK;
  }

  /** Whether the chunk of {@code seq} is there already. */
  boolean hasChunk(long seq) {
    return table.chunk(seq / CHUNK) != null;
  }

  /** Keeps a value at a seq that it {@link #reaches}. */
  void put(long seq, long value, long note) {
    AtomicLongArray chunk = table.chunk(seq / CHUNK);
    if (chunk == null) {
      chunk = new AtomicLongArray(2 * CHUNK);
      place(seq / CHUNK, chunk);
    }
    int at = 2 * (int) (seq % CHUNK);
    chunk.set(at + 1, note);
    chunk.setRelease(at, value);
  }

  private void place(long index, AtomicLongArray chunk) {
    Table now = table;
    int place = (int) (index - now.first);
    if (place >= now.chunks.length()) {
      now = new Table(now.first, copy(now, 0, Math.max(place + 1, 2 * now.chunks.length())));
    }
    now.chunks.set(place, chunk);
    chunks++;
    table = now;
  }

  /** Forgets all chunks that end before {@code seq}. */
  void forgetBelow(long seq) {
    Table now = table;
    int many = (int) Math.min(seq / CHUNK - now.first, now.chunks.length());
    if (many <= 0) {
      return;
    }
    for (int i = 0; i < many; i++) {
      chunks -= now.chunks.get(i) == null ? 0 : 1;
    }
    int used = now.chunks.length();
    while (used > many && now.chunks.get(used - 1) == null) {
      used--;
    }
    table = new Table(seq / CHUNK, copy(now, many, used - many + 1));
  }

  private static AtomicReferenceArray<@Nullable AtomicLongArray> copy(
      Table from, int first, int length) {
    AtomicReferenceArray<@Nullable AtomicLongArray> copy = new AtomicReferenceArray<>(length);
    for (int i = 0; i < length && first + i < from.chunks.length(); i++) {
      copy.set(i, from.chunks.get(first + i));
    }
    return copy;
  }
}
