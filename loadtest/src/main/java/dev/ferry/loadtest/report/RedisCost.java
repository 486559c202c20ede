package dev.ferry.loadtest.report;

import org.jspecify.annotations.Nullable;

/**
 * What the Redis processes together cost a message acked. Null stands for what was not measured.
 *
 * @param cpuUsPerMessage microseconds of CPU
 * @param commandsPerMessage commands; those inside a script not counted
 * @param bytesPerMessage bytes on the network, both ways
 * @param commandsAtRest commands a second for 100 sessions while nothing happens
 */
public record RedisCost(
    @Nullable Double cpuUsPerMessage,
    @Nullable Double commandsPerMessage,
    @Nullable Double bytesPerMessage,
    @Nullable Double commandsAtRest) {

  /** Nothing measured. */
  public static final RedisCost NONE = new RedisCost(null, null, null, null);
}
