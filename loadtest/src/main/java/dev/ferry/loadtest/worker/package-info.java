/**
 * Drives the phones of a run: in this process, or in worker processes that do what a coordinator
 * says. Knows nothing of how what is measured was started.
 */
@NullMarked
package dev.ferry.loadtest.worker;

import org.jspecify.annotations.NullMarked;
