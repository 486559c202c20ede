/**
 * The promises under faults: real nodes, killed, cut off and raced, and what clients then see.
 * Knows the wire, the SDK and the command line; of the server only its launcher of Redis.
 */
@NullMarked
package dev.ferry.server.reliability;

import org.jspecify.annotations.NullMarked;
