/** Benchmarks of a running node, through the SDK. What they measured is in docs/benchmarks.md. */
@NullMarked
package dev.ferry.loadtest;

import org.jspecify.annotations.NullMarked;
