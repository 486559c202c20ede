package dev.ferry.server.model;

/** That somebody reacted to a message with an emoji. */
public record Reacted(String emoji, UserId user) {}
