package dev.ferry.server.model;

import org.jspecify.annotations.Nullable;

/**
 * A message on its way into the log.
 *
 * @param session stamp of the sender's session; a message of an older session than the newest that
 *     sent here is refused
 * @param after the same device's preceding, not yet acked send to this conversation; the log
 *     appends only behind it
 */
public record NewMessage(
    ConversationId conversation,
    UserId sender,
    DeviceId device,
    long session,
    ClientMessageId id,
    @Nullable ClientMessageId after,
    Content content) {}
