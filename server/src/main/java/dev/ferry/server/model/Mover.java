package dev.ferry.server.model;

/**
 * Who moves a cursor or changes settings, and from where.
 *
 * @param session stamp of the session
 */
public record Mover(UserId user, DeviceId device, long session) {}
