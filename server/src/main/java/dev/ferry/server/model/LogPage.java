package dev.ferry.server.model;

import java.util.List;

/**
 * Consecutive entries of a log, oldest first.
 *
 * @param headSeq the newest seq of the log; 0 when it is empty
 * @param firstSeq the oldest seq that the log still has; 0 when it is empty
 */
public record LogPage(
    ConversationId conversation, long epoch, long headSeq, long firstSeq, List<LogEntry> entries) {}
