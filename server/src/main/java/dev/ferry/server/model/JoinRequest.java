package dev.ferry.server.model;

/** Somebody who waits to be let into a group. */
public record JoinRequest(UserId user, long timeMs) {}
