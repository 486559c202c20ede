/**
 * What all benchmarks share, and how they are run. A benchmark lies in the package of what it
 * measures, because what is hot is seldom public.
 */
@NullMarked
package dev.ferry.bench;

import org.jspecify.annotations.NullMarked;
