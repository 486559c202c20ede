package dev.ferry.loadtest.report;

import org.jspecify.annotations.Nullable;

/**
 * What the Redis processes together cost a message acked. Null stands for what was not measured.
 *
 * @param cpuUsPerMessage microseconds of CPU
 * @param commandsPerMessage commands; those inside a script not counted
 * @param bytesPerMessage bytes on the network, both ways
 */
public record RedisCost(
    @Nullable Double cpuUsPerMessage,
    @Nullable Double commandsPerMessage,
    @Nullable Double bytesPerMessage) {

  /** Nothing measured. */
  public static final RedisCost NONE = new RedisCost(null, null, null);
}
