package dev.ferry.loadtest.ledger;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * A set of numbers that takes 16 bytes for each run without holes, however long the run is. Adding
 * the number after the highest one allocates nothing. Not thread-safe.
 */
final class Ranges {
  /** First and last of each run, in order; runs don't touch one another. */
  private long[] ends = new long[2];

  /** How many of {@link #ends} are in use. */
  private int used;

  static Ranges of(long first, long last) {
    Ranges one = new Ranges();
    one.addAll(first, last);
    return one;
  }

  boolean isEmpty() {
    return used == 0;
  }

  int runs() {
    return used / 2;
  }

  long first() {
    return ends[0];
  }

  /** The highest number; 0 when there is none. */
  long last() {
    return used == 0 ? 0 : ends[used - 1];
  }

  /** How many numbers. */
  long count() {
    long count = 0;
    for (int i = 0; i < used; i += 2) {
      count += ends[i + 1] - ends[i] + 1;
    }
    return count;
  }

  boolean contains(long number) {
    int run = runFrom(number);
    return run < used && ends[run] <= number;
  }

  /** The lowest number from {@code from} on that is not in the set. */
  long firstMissing(long from) {
    int run = runFrom(from);
    return run < used && ends[run] <= from ? ends[run + 1] + 1 : from;
  }

  /** The lowest number from {@code from} on that is in the set; the highest long if none is. */
  long firstPresent(long from) {
    int run = runFrom(from);
    return run < used ? Math.max(from, ends[run]) : Long.MAX_VALUE;
  }

  /** Adds a number; false if the set has it. */
  boolean add(long number) {
    if (used > 0 && number == ends[used - 1] + 1) {
      ends[used - 1] = number;
      return true;
    }
    if (contains(number)) {
      return false;
    }
    addAll(number, number);
    return true;
  }

  void addAll(Ranges other) {
    for (int i = 0; i < other.used; i += 2) {
      addAll(other.ends[i], other.ends[i + 1]);
    }
  }

  /** Adds all from {@code first} to {@code last}, none when that is lower. */
  void addAll(long first, long last) {
    if (last < first) {
      return;
    }
    // All runs that overlap or touch the new one become one with it.
    int from = runFrom(first - 1);
    int to = from;
    long low = first;
    long high = last;
    while (to < used && ends[to] - 1 <= last) {
      low = Math.min(low, ends[to]);
      high = Math.max(high, ends[to + 1]);
      to += 2;
    }
    int shift = 2 - (to - from);
    if (used + shift > ends.length) {
      ends = Arrays.copyOf(ends, ends.length * 2);
    }
    System.arraycopy(ends, to, ends, to + shift, used - to);
    used += shift;
    ends[from] = low;
    ends[from + 1] = high;
  }

  /** What this set has and {@code other} has not. */
  Ranges minus(Ranges other) {
    Ranges rest = new Ranges();
    for (int i = 0; i < used; i += 2) {
      long from = ends[i];
      for (int j = other.runFrom(from); j < other.used && other.ends[j] <= ends[i + 1]; j += 2) {
        rest.addAll(from, other.ends[j] - 1);
        from = other.ends[j + 1] + 1;
      }
      rest.addAll(from, ends[i + 1]);
    }
    return rest;
  }

  Ranges and(Ranges other) {
    return minus(minus(other));
  }

  void forEach(LongConsumer action) {
    for (int i = 0; i < used; i += 2) {
      for (long number = ends[i]; number <= ends[i + 1]; number++) {
        action.accept(number);
      }
    }
  }

  /** The index of the first run that does not end before {@code number}. */
  private int runFrom(long number) {
    if (used == 0 || number > ends[used - 1]) {
      return used;
    }
    int low = 0;
    int high = used / 2 - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[2 * middle + 1] < number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return 2 * low;
  }

  void write(DataOutput to) throws IOException {
    to.writeInt(used);
    for (int i = 0; i < used; i++) {
      to.writeLong(ends[i]);
    }
  }

  static Ranges read(DataInput from) throws IOException {
    Ranges ranges = new Ranges();
    int used = from.readInt();
    for (int i = 0; i < used; i += 2) {
      ranges.addAll(from.readLong(), from.readLong());
    }
    return ranges;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < used; i += 2) {
      text.append(i == 0 ? "" : ",").append(ends[i]);
      if (ends[i + 1] > ends[i]) {
        text.append('-').append(ends[i + 1]);
      }
    }
    return text.toString();
  }
}
