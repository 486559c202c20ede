/**
 * What is measured: nodes and the Redis behind them, started as child processes, or given. Knows
 * nothing of load.
 */
@NullMarked
package dev.ferry.loadtest.fleet;

import org.jspecify.annotations.NullMarked;
