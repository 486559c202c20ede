/** Benchmarks of the SDK's core. */
@NullMarked
package dev.ferry.client.core;

import org.jspecify.annotations.NullMarked;
