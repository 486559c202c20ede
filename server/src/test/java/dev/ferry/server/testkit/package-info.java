/** Real parts for tests: Redis clusters and, later, whole nodes. May depend on everything. */
@NullMarked
package dev.ferry.server.testkit;

import org.jspecify.annotations.NullMarked;
