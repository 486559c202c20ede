package dev.ferry.loadtest.report;

/**
 * What the ledger found besides messages: how much of it was wrong, and how much was looked at.
 *
 * @param cursorsWrong cursors, counts of unread messages and lists of readers that are wrong
 * @param outcomesWrong messages that are not what was done to them says
 * @param presencesWrong users of whom watchers have, or were told, something else than is so
 * @param cursors cursors compared
 * @param unread counts of unread messages compared
 * @param lists lists of readers compared
 * @param outcomes messages compared, each on each device and page
 * @param presences users compared, each at each watcher
 * @param skipped cursors and outcomes that could not be compared
 */
public record Checks(
    long cursorsWrong,
    long outcomesWrong,
    long presencesWrong,
    long cursors,
    long unread,
    long lists,
    long outcomes,
    long presences,
    long skipped) {
  /** Nothing was looked at. */
  public static final Checks NONE = new Checks(0, 0, 0, 0, 0, 0, 0, 0, 0);
}
