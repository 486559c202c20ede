/** What a run measures: times, processor time and memory of processes, counters of Redis. */
@NullMarked
package dev.ferry.loadtest.figure;

import org.jspecify.annotations.NullMarked;
