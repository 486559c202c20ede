/**
 * {@code ./ferry conversation}: how the user wants one. Depends on {@code connect} and {@code
 * terminal}.
 */
@NullMarked
package dev.ferry.cli.conversation;

import org.jspecify.annotations.NullMarked;
