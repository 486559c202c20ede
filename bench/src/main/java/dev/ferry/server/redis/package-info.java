/** Benchmarks of this room of the server. */
@NullMarked
package dev.ferry.server.redis;

import org.jspecify.annotations.NullMarked;
