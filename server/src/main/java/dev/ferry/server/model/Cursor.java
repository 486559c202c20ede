package dev.ferry.server.model;

/**
 * How far a user has come in a conversation, in the epoch that stands beside it. Only goes forward.
 *
 * @param delivered every entry up to this seq is on a device of the user
 * @param read up to this seq the user has read; at most {@code delivered}
 * @param readCount entries up to {@code read} that count as unread
 */
public record Cursor(long delivered, long read, long readCount) {
  public static final Cursor NONE = new Cursor(0, 0, 0);
}
