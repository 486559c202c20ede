package dev.ferry.server.model;

import java.util.List;

/**
 * How far a conversation has come for one user.
 *
 * @param count entries up to the head that count as unread; those beyond {@code own.readCount} are
 *     unread
 * @param own the user's cursor
 * @param peer that of the other user of a direct conversation
 * @param mentions seqs of the newest unread messages that mention the user, oldest first
 */
public record Progress(long count, Cursor own, Cursor peer, List<Long> mentions) {
  public static final Progress NONE = new Progress(0, Cursor.NONE, Cursor.NONE);

  public Progress {
    mentions = List.copyOf(mentions);
  }

  /** Without mentions. */
  public Progress(long count, Cursor own, Cursor peer) {
    this(count, own, peer, List.of());
  }
}
