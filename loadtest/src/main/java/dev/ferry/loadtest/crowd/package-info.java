/**
 * Thousands of devices in one process: the SDK's core on a few event loops, a socket each and no
 * threads of their own.
 */
@NullMarked
package dev.ferry.loadtest.crowd;

import org.jspecify.annotations.NullMarked;
