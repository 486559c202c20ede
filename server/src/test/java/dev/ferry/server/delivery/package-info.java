/** Tests of the way from the bus to the sessions of a node. */
@NullMarked
package dev.ferry.server.delivery;

import org.jspecify.annotations.NullMarked;
