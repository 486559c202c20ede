package dev.ferry.loadtest.report;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What somebody who mistyped a name may have meant. */
final class NearestNames {
  private static final int SHOWN_MAX = 3;

  private NearestNames() {}

  /** At most three of the names, the nearest first; empty if all are far off. */
  static List<String> to(String typed, Collection<String> names) {
    // Half of what was typed wrong is a different name, not a slip.
    int editsMax = Math.max(1, Math.min(5, typed.length() / 2));
    return names.stream()
        .filter(name -> edits(typed, name) <= editsMax)
        .sorted(Comparator.comparingInt(name -> edits(typed, name)))
        .limit(SHOWN_MAX)
        .toList();
  }

  /** The Levenshtein distance, a row at a time. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
