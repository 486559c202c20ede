package dev.ferry.server.model;

/**
 * How far a conversation has come for one user.
 *
 * @param count entries up to the head that count as unread; those beyond {@code own.readCount} are
 *     unread
 * @param own the user's cursor
 * @param peer that of the other user of a direct conversation
 */
public record Progress(long count, Cursor own, Cursor peer) {
  public static final Progress NONE = new Progress(0, Cursor.NONE, Cursor.NONE);
}
