/**
 * The entry point: {@link dev.ferry.server.Main} reads the command line, {@link
 * dev.ferry.server.Node} wires the rooms by plain constructors and ends them in order.
 */
@NullMarked
package dev.ferry.server;

import org.jspecify.annotations.NullMarked;
