package dev.ferry.server.model;

import org.jspecify.annotations.Nullable;

/**
 * A message on its way into the log.
 *
 * @param after the same device's preceding, not yet acked send to this conversation; the log
 *     appends only behind it
 */
public record NewMessage(
    ConversationId conversation,
    UserId sender,
    DeviceId device,
    ClientMessageId id,
    @Nullable ClientMessageId after,
    Content content) {}
