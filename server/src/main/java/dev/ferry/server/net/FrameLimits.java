package dev.ferry.server.net;

/**
 * How many bytes a connection may make this node hold.
 *
 * @param beforeLogin a frame before the login was answered
 * @param afterLogin a frame after it
 * @param unread bytes that wait for a client to read them before pushes stop
 */
public record FrameLimits(int beforeLogin, int afterLogin, int unread) {}
