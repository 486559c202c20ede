/** Operations on messages over whole nodes: what devices have of messages, and what the server. */
@NullMarked
package dev.ferry.server.operations;

import org.jspecify.annotations.NullMarked;
