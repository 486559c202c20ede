/**
 * From the bus to this node's sessions. Subscriptions are the routing table: a node hears of a user
 * only while that user has a session here. Depends on {@code session} and {@code model}; the bus is
 * a port that {@code redis} implements.
 */
@NullMarked
package dev.ferry.server.delivery;

import org.jspecify.annotations.NullMarked;
