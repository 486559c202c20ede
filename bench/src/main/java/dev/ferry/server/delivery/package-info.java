/** Benchmarks of this room of the server. */
@NullMarked
package dev.ferry.server.delivery;

import org.jspecify.annotations.NullMarked;
