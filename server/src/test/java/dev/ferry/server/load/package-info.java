/** The load harness against real nodes, right and defective ones. */
@NullMarked
package dev.ferry.server.load;

import org.jspecify.annotations.NullMarked;
