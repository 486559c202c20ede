/**
 * Ways to carry frames: over TCP, over WebSocket, or over whatever an app brings. Knows frames as
 * bytes only. Depends on the JDK and, for WebSocket, on OkHttp.
 */
@NullMarked
package dev.ferry.client.transport;

import org.jspecify.annotations.NullMarked;
