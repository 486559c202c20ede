/** Benchmarks of this room of the server. */
@NullMarked
package dev.ferry.server.net;

import org.jspecify.annotations.NullMarked;
