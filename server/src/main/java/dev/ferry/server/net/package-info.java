/**
 * The network edge: listeners, pipelines, framing, TLS, and connections as {@code session} knows
 * them. Netty's types and reference counts stop here. Depends on {@code request} and {@code
 * session}; knows nothing of what frames mean.
 */
@NullMarked
package dev.ferry.server.net;

import org.jspecify.annotations.NullMarked;
