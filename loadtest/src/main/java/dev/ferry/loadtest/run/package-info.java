/**
 * Conducts a run: starts what is measured, lets the workloads load it, and writes down what came.
 */
@NullMarked
package dev.ferry.loadtest.run;

import org.jspecify.annotations.NullMarked;
