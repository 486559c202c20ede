package dev.ferry.server.model;

/**
 * A wish to move a user's cursor on.
 *
 * @param epoch the life of the log that the seqs are of; in another one nothing moves
 * @param delivered 0 when it is not to move
 * @param read 0 when it is not to move
 */
public record CursorMove(ConversationId conversation, long epoch, long delivered, long read) {}
