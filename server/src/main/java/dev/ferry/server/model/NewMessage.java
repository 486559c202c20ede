package dev.ferry.server.model;

import org.jspecify.annotations.Nullable;

/**
 * A message on its way into the log.
 *
 * @param session stamp of the sender's session; a message of an older session than the newest that
 *     sent here is refused
 * @param after the same device's preceding, not yet acked send to this conversation; the log
 *     appends only behind it
 * @param content of an operation, only what an edit says; else empty
 * @param operation what it does to another message; null for a message
 * @param ttlMs how long it lives once it is in the log; 0 for good
 */
public record NewMessage(
    ConversationId conversation,
    UserId sender,
    DeviceId device,
    long session,
    ClientMessageId id,
    @Nullable ClientMessageId after,
    Content content,
    References references,
    @Nullable Operation operation,
    long ttlMs) {

  /** A message that refers to nothing and lives for good. */
  public NewMessage(
      ConversationId conversation,
      UserId sender,
      DeviceId device,
      long session,
      ClientMessageId id,
      @Nullable ClientMessageId after,
      Content content) {
    this(conversation, sender, device, session, id, after, content, References.NONE, null, 0);
  }
}
