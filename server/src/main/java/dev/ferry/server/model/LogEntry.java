package dev.ferry.server.model;

/** One entry of a conversation's log. */
public record LogEntry(
    ConversationId conversation,
    Accepted place,
    UserId sender,
    DeviceId device,
    ClientMessageId id,
    Content content) {}
