package dev.ferry.server.model;

import java.util.List;
import java.util.Map;

/**
 * Consecutive entries of a log, oldest first.
 *
 * @param headSeq the newest seq of the log; 0 when it is empty
 * @param firstSeq the oldest seq that the log still has; 0 when it is empty
 * @param entries what messages say by now: an edit's content in the place of the first, and nothing
 *     of what was recalled
 * @param outcomes by seq, what has become by {@code headSeq} of those messages to which something
 *     was done
 */
public record LogPage(
    ConversationId conversation,
    long epoch,
    long headSeq,
    long firstSeq,
    List<LogEntry> entries,
    Map<Long, MessageOutcome> outcomes) {

  /** A page of messages to which nothing was done. */
  public LogPage(
      ConversationId conversation,
      long epoch,
      long headSeq,
      long firstSeq,
      List<LogEntry> entries) {
    this(conversation, epoch, headSeq, firstSeq, entries, Map.of());
  }
}
