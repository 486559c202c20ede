/**
 * The Redis edge, the only room that knows Lettuce: logs, indexes, groups, the bus, and the scripts
 * behind them. Implements the ports of {@code message}, {@code group} and {@code delivery}. Single
 * Redis, Sentinel and Cluster run the same code: the keys of one script share a hash tag, and
 * channels are sharded.
 */
@NullMarked
package dev.ferry.server.redis;

import org.jspecify.annotations.NullMarked;
