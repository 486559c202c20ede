package dev.ferry.loadtest.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * Which part of all phones a process has: each {@code of}th, from number {@code worker} on.
 *
 * @param worker 0 to {@code of} - 1
 * @param of how many processes share the phones
 */
public record Share(int worker, int of) {
  /** Everything. */
  public static final Share ALL = new Share(0, 1);

  public Share {
    if (worker < 0 || worker >= of) {
      throw new IllegalArgumentException(
          "worker: " + worker + " (expected: 0 to below " + of + ")");
    }
  }

  /** Whether this is the process that does what only one may do. */
  public boolean leads() {
    return worker == 0;
  }

  /** The numbers of this part, of things that are numbered from 0 on; in order. */
  List<Integer> of(int all) {
    List<Integer> mine = new ArrayList<>();
    for (int i = worker; i < all; i += of) {
      mine.add(i);
    }
    return mine;
  }

  /** What falls to this part of a rate that so many things make together. */
  double of(double rate, int all) {
    return rate * of(all).size() / all;
  }
}
