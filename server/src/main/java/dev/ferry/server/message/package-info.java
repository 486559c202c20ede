/**
 * Sending and reading messages: who may, how much, and the ports to the log and to a user's index
 * of conversations, which {@code redis} implements. Depends on {@code model}.
 */
@NullMarked
package dev.ferry.server.message;

import org.jspecify.annotations.NullMarked;
