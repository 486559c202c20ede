package dev.ferry.loadtest.report;

import java.util.List;

/**
 * How the run ended.
 *
 * @param reasons why it is not clean, a sentence each; empty when it is
 * @param stories of violations: who, when, which node, which seq; several lines each
 */
public record Judgement(Verdict verdict, List<String> reasons, List<String> stories) {

  public Judgement {
    reasons = List.copyOf(reasons);
    stories = List.copyOf(stories);
  }

  /** What a run says about the promises. */
  public enum Verdict {
    /** Every promise was kept. */
    CLEAN,
    /** A promise was broken. */
    VIOLATED,
    /** The run says nothing, because it was not the run that was asked for. */
    INVALID
  }
}
