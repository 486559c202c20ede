/**
 * Sending and reading messages, and the list of conversations: who may, how much, and the ports to
 * the log and to a user's index of conversations, which {@code redis} implements. Depends on {@code
 * group}, for the rates of groups, {@code delivery}, for the groups of a user, and {@code model}.
 */
@NullMarked
package dev.ferry.server.message;

import org.jspecify.annotations.NullMarked;
