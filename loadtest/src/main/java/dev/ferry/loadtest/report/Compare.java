package dev.ferry.loadtest.report;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two runs side by side, as text: what differs between their settings and surroundings, then figure
 * by figure how the second stands to the first.
 */
public final class Compare {
  /** Below this share of the first run's value, two figures are about the same. */
  static final double SAME = 0.05;

  /** Up to this share, two runs of the very same thing may differ on cores that are shared. */
  static final double NOISE = 0.30;

  private static final String ABSENT = "-";

  private final Result a;
  private final Result b;

  private Compare(Result a, Result b) {
    this.a = a;
    this.b = b;
  }

  /**
   * The comparison, lines ended by {@code \n}.
   *
   * @param a what is compared with, such as the run before a change
   */
  public static String text(Result a, Result b) {
    Compare compare = new Compare(a, b);
    return compare.heads() + compare.differences() + compare.table() + legend();
  }

  private String heads() {
    return head("A", a) + head("B", b);
  }

  private static String head(String name, Result result) {
    String verdict = result.judgement().verdict().name().toLowerCase(Locale.ROOT);
    StringBuilder head = new StringBuilder(name + ": ");
    head.append(result.run().scenario()).append(", began ").append(result.run().began());
    head.append(", verdict ").append(verdict).append('\n');
    result.judgement().reasons().forEach(reason -> head.append("   ").append(reason).append('\n'));
    return head.toString();
  }

  private String differences() {
    TextTable table = new TextTable("differs", "A", "B");
    addDifferences(table, "", told(a), told(b));
    addDifferences(table, "settings.", a.run().settings(), b.run().settings());
    addDifferences(table, "environment.", environment(a), environment(b));
    if (table.isEmpty()) {
      return "\nSame scenario, settings and environment.\n\n";
    }
    return "\nNot the same run: figures may differ for these reasons alone.\n" + table + "\n";
  }

  private static Map<String, String> told(Result result) {
    return Map.of("scenario", result.run().scenario());
  }

  private static Map<String, String> environment(Result result) {
    Map<String, String> environment = new LinkedHashMap<>();
    RecordMaps.toMap(result.environment())
        .forEach((name, value) -> environment.put(name, String.valueOf(value)));
    return environment;
  }

  private static void addDifferences(
      TextTable table, String prefix, Map<String, String> a, Map<String, String> b) {
    for (String name : union(a, b)) {
      String left = a.getOrDefault(name, ABSENT);
      String right = b.getOrDefault(name, ABSENT);
      if (!left.equals(right)) {
        table.add(prefix + name, left, right);
      }
    }
  }

  private String table() {
    Map<String, Double> left = Figures.of(a);
    Map<String, Double> right = Figures.of(b);
    TextTable table = new TextTable("figure", ">A", ">B", ">change", "");
    for (String name : union(left, right)) {
      table.add(row(name, left.get(name), right.get(name)));
    }
    return table.toString();
  }

  private static String[] row(String name, @Nullable Double a, @Nullable Double b) {
    if (a == null || b == null) {
      String mark = a == null ? "only in B" : "only in A";
      return new String[] {name, shown(a), shown(b), "", mark};
    }
    return new String[] {name, shown(a), shown(b), change(a, b), mark(name, a, b)};
  }

  private static String shown(@Nullable Double value) {
    return value == null ? ABSENT : Numbers.plain(value);
  }

  private static String change(double a, double b) {
    if (a == 0) {
      return b == 0 ? "0 %" : "from 0";
    }
    return String.format(Locale.ROOT, "%+.0f %%", (b - a) / a * 100);
  }

  /** What the change means, as far as one run each can tell. */
  static String mark(String name, double a, double b) {
    Direction direction = Direction.of(name);
    if (direction == Direction.NONE) {
      return "";
    }
    if (a == b) {
      return "same";
    }
    boolean better = direction == Direction.LESS_IS_BETTER ? b < a : b > a;
    String word = better ? "better" : "WORSE";
    if (Direction.isExact(name)) {
      return word;
    }
    double change = a == 0 ? Double.POSITIVE_INFINITY : Math.abs((b - a) / a);
    if (change < SAME) {
      return "about the same";
    }
    return change < NOISE ? "unclear (" + (better ? "better" : "worse") + ")" : word;
  }

  private static String legend() {
    return String.format(
        Locale.ROOT,
        "\nChanges under %.0f %% are about the same. Single runs on shared cores vary by ±%.0f %%: up to"
            + " there a change is unclear\nuntil several runs of each side agree. Lost, duplicated,"
            + " reordered and misdelivered are counts: each one matters.\n",
        SAME * 100,
        NOISE * 100);
  }

  private static Set<String> union(Map<String, ?> a, Map<String, ?> b) {
    Set<String> union = new LinkedHashSet<>(a.keySet());
    union.addAll(b.keySet());
    return union;
  }
}
