package dev.ferry.server.model;

/**
 * A device's session as Redis has it, which counts while its node's lease holds.
 *
 * @param stamp that of the session, as the log orders a device's sessions
 * @param sinceMs since 1970, by Redis's clock; 0 when it was not read but is to be written
 */
public record OnlineSession(
    DeviceId device, long stamp, Lease lease, Platform platform, long sinceMs) {}
