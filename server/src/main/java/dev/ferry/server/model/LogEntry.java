package dev.ferry.server.model;

/**
 * One entry of a conversation's log.
 *
 * @param session stamp of the session that sent it
 */
public record LogEntry(
    ConversationId conversation,
    Accepted place,
    UserId sender,
    DeviceId device,
    long session,
    ClientMessageId id,
    Content content) {}
