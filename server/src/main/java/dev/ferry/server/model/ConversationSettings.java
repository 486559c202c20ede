package dev.ferry.server.model;

/**
 * How a user wants a conversation.
 *
 * @param version of the newest change; higher than that of every older change of this user's
 *     settings; 0 when nothing was ever changed
 * @param previous the user's newest version before that change; {@code version} itself where it is
 *     not told
 */
public record ConversationSettings(
    ConversationId conversation, long version, long previous, Preferences preferences) {}
