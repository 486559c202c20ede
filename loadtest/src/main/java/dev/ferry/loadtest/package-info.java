/**
 * The load harness: where {@code ./ferry load} begins. Each package below is one concern of it;
 * docs/load.md says what it does, docs/architecture.md which may know which.
 */
@NullMarked
package dev.ferry.loadtest;

import org.jspecify.annotations.NullMarked;
