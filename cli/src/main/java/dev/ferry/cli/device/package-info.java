/** {@code ./ferry device}: one class a command. Depends on {@code connect} and {@code terminal}. */
@NullMarked
package dev.ferry.cli.device;

import org.jspecify.annotations.NullMarked;
