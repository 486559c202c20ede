package dev.ferry.loadtest.report;

/**
 * A known value to hold a figure of the run against.
 *
 * @param figure as {@link Figures} names it, such as {@code server_cpu_us_per_delivery}
 * @param text whose value it is, such as {@code Redis PUBLISH, 32 in flight}
 * @param value in the figure's unit
 */
public record Anchor(String figure, String text, double value) {}
