/**
 * A user's devices and their sessions on all nodes: which may live beside which, who goes on with a
 * lost one, who is logged out. Depends on {@code model}; {@code redis} implements its ports.
 */
@NullMarked
package dev.ferry.server.device;

import org.jspecify.annotations.NullMarked;
