/**
 * Breaks connections on request: a TCP proxy that misbehaves, and ports that stay taken while
 * nobody listens. Knows bytes and sockets, how Redis frames its replies, and nothing of Ferry's
 * protocol. Depends on Netty only.
 */
@NullMarked
package dev.ferry.loadtest.fault;

import org.jspecify.annotations.NullMarked;
