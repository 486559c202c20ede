package dev.ferry.server.model;

/**
 * A link into a group.
 *
 * @param expiresMs milliseconds since 1970; 0 for never
 * @param usesLeft 0 for any number
 */
public record GroupLink(LinkToken token, long expiresMs, int usesLeft, UserId createdBy) {}
