package dev.ferry.server.config;

import java.util.Collection;
import java.util.Optional;

/** Finds what a mistyped name was meant to be. */
final class NearestName {
  private NearestName() {}

  /** The known name with the fewest edits to the given one, if they are few for its length. */
  static Optional<String> find(String name, Collection<String> known) {
    String best = null;
    int bestEdits = Math.max(2, name.length() / 4) + 1;
    for (String candidate : known) {
      int edits = edits(name, candidate);
      if (edits < bestEdits) {
        best = candidate;
        bestEdits = edits;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Levenshtein's distance, two rows at a time. */
  private static int edits(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
