/**
 * Groups as an app sees them: {@link dev.ferry.client.group.Groups} and the values it speaks in.
 * Depends on the JDK only.
 */
@NullMarked
package dev.ferry.client.group;

import org.jspecify.annotations.NullMarked;
