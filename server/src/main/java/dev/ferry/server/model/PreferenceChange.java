package dev.ferry.server.model;

/** A wish to change how a user wants a conversation. */
public record PreferenceChange(ConversationId conversation, Preferences wanted) {}
