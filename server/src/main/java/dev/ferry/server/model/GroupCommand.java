package dev.ferry.server.model;

/**
 * One change of one group on its way into the log.
 *
 * @param session stamp of the actor's session, as for a {@link NewMessage}
 * @param id the idempotency key
 */
public record GroupCommand(
    ConversationId group,
    UserId actor,
    DeviceId device,
    long session,
    ClientMessageId id,
    GroupAction action) {}
