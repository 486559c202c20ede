/**
 * Ids and values that every room speaks in. Depends on the JDK only. Everything here is immutable.
 */
@NullMarked
package dev.ferry.server.model;

import org.jspecify.annotations.NullMarked;
