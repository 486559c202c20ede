/**
 * What clients, pages and operators may get wrong or mean ill: the limits, phases and errors of
 * docs/protocol.md against a running node, over real sockets.
 */
@NullMarked
package dev.ferry.server.badinput;

import org.jspecify.annotations.NullMarked;
