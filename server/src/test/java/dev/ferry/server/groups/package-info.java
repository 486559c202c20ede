/**
 * Groups on real nodes, with a real Redis and many devices: who gets what while members come and
 * go, nodes die and the bus is cut.
 */
@NullMarked
package dev.ferry.server.groups;

import org.jspecify.annotations.NullMarked;
