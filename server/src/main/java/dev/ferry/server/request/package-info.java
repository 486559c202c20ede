/**
 * From frames to commands and back: one handler a request type, and the phases of a connection.
 * Protobuf's wire types end here. Depends on {@code message}, {@code account}, {@code delivery},
 * {@code session} and {@code model}.
 */
@NullMarked
package dev.ferry.server.request;

import org.jspecify.annotations.NullMarked;
