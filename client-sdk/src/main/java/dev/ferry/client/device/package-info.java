/** A user's devices: who is logged in where, and how to end that. */
@NullMarked
package dev.ferry.client.device;

import org.jspecify.annotations.NullMarked;
