package dev.ferry.loadtest.report;

/**
 * What phones did besides sending messages, while load was offered.
 *
 * @param reads times that somebody read a conversation up to some message
 * @param cursorsTold cursors that devices were told of
 * @param operations recalls, edits and reactions acked; they are among the messages, too
 * @param signals signals sent
 * @param signalsTold signals that devices were told of
 * @param presenceTold users that watchers were told of
 */
public record Activity(
    long reads,
    long cursorsTold,
    long operations,
    long signals,
    long signalsTold,
    long presenceTold) {
  /** They did nothing else. */
  public static final Activity NONE = new Activity(0, 0, 0, 0, 0, 0);
}
