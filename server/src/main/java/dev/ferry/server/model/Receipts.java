package dev.ferry.server.model;

import java.util.List;

/**
 * Who has read an entry.
 *
 * @param members how many could have: those who are members now and have been since before it
 * @param read who has
 * @param delivered on whose device it is, unread
 */
public record Receipts(
    ConversationId conversation,
    long epoch,
    long seq,
    int members,
    List<UserId> read,
    List<UserId> delivered) {}
