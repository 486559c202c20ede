/** Framing in isolation, and transports against real sockets. */
@NullMarked
package dev.ferry.client.transport;

import org.jspecify.annotations.NullMarked;
