package dev.ferry.server.redis;

import java.time.Duration;

/**
 * How to reach and use Redis.
 *
 * @param url {@code redis://}, {@code rediss://} or {@code redis-sentinel://}; a node of a Cluster
 *     is recognised as such
 * @param commandTimeout after which a command's outcome is unknown and the client is told {@code
 *     UNAVAILABLE}
 * @param queueMax commands that may wait on a connection; more are refused at once
 */
public record RedisSettings(String url, Duration commandTimeout, int queueMax) {}
