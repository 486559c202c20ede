package dev.ferry.server.model;

/**
 * A device of a user that has logged in.
 *
 * @param lastSeenMs when its last session ended, or began if it is live; milliseconds since 1970
 * @param live whether it has a session now
 */
public record KnownDevice(
    DeviceId id, DeviceName name, Platform platform, long lastSeenMs, boolean live) {}
