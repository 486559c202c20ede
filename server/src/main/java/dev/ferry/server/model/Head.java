package dev.ferry.server.model;

/** How far a conversation's log goes: its epoch and newest seq. */
public record Head(ConversationId conversation, long epoch, long seq) {}
