package dev.ferry.server.model;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a conversation's log.
 *
 * @param session stamp of the session that sent it
 * @param change what it tells of its group, if anything
 * @param operation what it does to a message, if anything; the content is what an edit says
 * @param ttlMs how long it lives from its time on; 0 for good
 */
public record LogEntry(
    ConversationId conversation,
    Accepted place,
    UserId sender,
    DeviceId device,
    long session,
    ClientMessageId id,
    Content content,
    @Nullable GroupChange change,
    References references,
    @Nullable Operation operation,
    long ttlMs) {

  /** An entry that refers to no other and lives for good. */
  public LogEntry(
      ConversationId conversation,
      Accepted place,
      UserId sender,
      DeviceId device,
      long session,
      ClientMessageId id,
      Content content,
      @Nullable GroupChange change) {
    this(
        conversation,
        place,
        sender,
        device,
        session,
        id,
        content,
        change,
        References.NONE,
        null,
        0);
  }

  /** The same entry, saying something else. */
  public LogEntry saying(Content other) {
    return new LogEntry(
        conversation,
        place,
        sender,
        device,
        session,
        id,
        other,
        change,
        references,
        operation,
        ttlMs);
  }

  /**
   * @param nowMs by Redis's clock, as the entry's time
   */
  public boolean hasExpired(long nowMs) {
    return ttlMs > 0 && nowMs - place.timeMs() >= ttlMs;
  }

  /**
   * The same entry, of which nobody is to know what it said, or whose words that were.
   *
   * @param instead what it says now
   */
  public LogEntry withheld(Content instead) {
    return new LogEntry(
        conversation,
        place,
        sender,
        device,
        session,
        id,
        instead,
        change,
        references.withoutOrigin(),
        operation,
        ttlMs);
  }
}
