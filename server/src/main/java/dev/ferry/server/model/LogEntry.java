package dev.ferry.server.model;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a conversation's log.
 *
 * @param session stamp of the session that sent it
 * @param change what it tells of its group, if anything
 */
public record LogEntry(
    ConversationId conversation,
    Accepted place,
    UserId sender,
    DeviceId device,
    long session,
    ClientMessageId id,
    Content content,
    @Nullable GroupChange change) {}
