/**
 * The HTTP edge: health pages, and the door to WebSocket. Depends on {@code net} for what lies
 * behind that door, and on {@code ops} for what the pages say.
 */
@NullMarked
package dev.ferry.server.http;

import org.jspecify.annotations.NullMarked;
