package dev.ferry.loadtest.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Conditions under which a run counts as failed, such as {@code lost>0,deliver_p99_ms>200}. Names
 * are those of {@link Figures}.
 */
public final class FailIf {
  private static final Pattern CONDITION =
      Pattern.compile("\\s*([A-Za-z0-9_.-]+)\\s*(>=|<=|==|!=|>|<)\\s*(\\S+)\\s*");

  private final List<Condition> conditions;

  private FailIf(List<Condition> conditions) {
    this.conditions = conditions;
  }

  /**
   * Parses conditions separated by commas.
   *
   * @throws InvalidConditionException naming the first piece that is no condition
   */
  public static FailIf parse(String text) throws InvalidConditionException {
    List<Condition> conditions = new ArrayList<>();
    for (String piece : text.split(",", -1)) {
      conditions.add(condition(piece));
    }
    return new FailIf(List.copyOf(conditions));
  }

  /**
   * The conditions that hold, a sentence each; empty if the run passes. A figure that the run did
   * not measure fails its condition: a limit that nothing checks would be taken for one that was
   * kept.
   */
  public List<String> failures(Result result) {
    Map<String, Double> figures = Figures.of(result);
    return conditions.stream()
        .filter(condition -> condition.holds(figures.get(condition.figure)))
        .map(condition -> condition.sentence(figures.get(condition.figure)))
        .toList();
  }

  private static Condition condition(String piece) throws InvalidConditionException {
    Matcher matcher = CONDITION.matcher(piece);
    if (!matcher.matches()) {
      throw new InvalidConditionException(
          piece, "expected: FIGURE, one of > >= < <= == !=, NUMBER, as in lost>0");
    }
    String figure = matcher.group(1);
    if (!Figures.isName(figure)) {
      throw new InvalidConditionException(piece, unknown(figure));
    }
    double limit;
    try {
      limit = Double.parseDouble(matcher.group(3));
    } catch (NumberFormatException e) {
      throw new InvalidConditionException(
          piece, "no number: " + matcher.group(3) + " (expected: such as 0 or 12.5)");
    }
    if (!Double.isFinite(limit)) {
      throw new InvalidConditionException(piece, "no limit: " + limit);
    }
    return new Condition(
        figure, matcher.group(2) + matcher.group(3), comparison(matcher.group(2), limit));
  }

  private static String unknown(String figure) {
    List<String> nearest = NearestNames.to(figure, Figures.NAMES);
    String hint = nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?";
    return "no figure: "
        + figure
        + hint
        + " Figures: "
        + String.join(", ", Figures.NAMES)
        + "; of a process such as node-1: node-1_rss_peak_bytes";
  }

  private static DoublePredicate comparison(String operator, double limit) {
    return switch (operator) {
      case ">" -> value -> value > limit;
      case ">=" -> value -> value >= limit;
      case "<" -> value -> value < limit;
      case "<=" -> value -> value <= limit;
      case "==" -> value -> value == limit;
      default -> value -> value != limit;
    };
  }

  private record Condition(String figure, String limit, DoublePredicate comparison) {
    boolean holds(@Nullable Double value) {
      return value == null || comparison.test(value);
    }

    String sentence(@Nullable Double value) {
      return value == null
          ? figure + " was not measured (fail if " + figure + limit + ")"
          : figure + " is " + Numbers.plain(value) + " (fail if " + figure + limit + ")";
    }
  }

  /** A piece of the text is no condition. */
  public static final class InvalidConditionException extends Exception {
    private static final long serialVersionUID = 1;
    private final String piece;

    InvalidConditionException(String piece, String problem) {
      super("'" + piece.strip() + "': " + problem);
      this.piece = piece;
    }

    /** The piece as it was given. */
    public String piece() {
      return piece;
    }
  }
}
