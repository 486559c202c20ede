package dev.ferry.loadtest.report;

import org.jspecify.annotations.Nullable;

/**
 * What the nodes together cost. Null stands for what the run did not measure.
 *
 * @param cpuUsPerMessage microseconds of CPU a message acked
 * @param cpuUsPerDelivery microseconds of CPU a delivery
 * @param cpuUsPerLogin microseconds of CPU a login
 * @param rssBytes the most resident memory, the sum of the nodes
 * @param bytesPerSession user-space bytes that an idle session adds
 */
public record ServerCost(
    @Nullable Double cpuUsPerMessage,
    @Nullable Double cpuUsPerDelivery,
    @Nullable Double cpuUsPerLogin,
    @Nullable Double rssBytes,
    @Nullable Double bytesPerSession) {

  /** Nothing measured. */
  public static final ServerCost NONE = new ServerCost(null, null, null, null, null);
}
