/**
 * Live sessions of this node: what a session may send, and which sessions a user has here. Depends
 * on {@code model} only; the socket is behind {@link dev.ferry.server.session.Connection}, which
 * {@code net} implements.
 */
@NullMarked
package dev.ferry.server.session;

import org.jspecify.annotations.NullMarked;
