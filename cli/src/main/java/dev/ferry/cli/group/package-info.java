/** {@code ./ferry group}: one class a command. Depends on {@code connect} and {@code terminal}. */
@NullMarked
package dev.ferry.cli.group;

import org.jspecify.annotations.NullMarked;
