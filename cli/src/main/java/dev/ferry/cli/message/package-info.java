/** Commands that do something to a message that was sent. */
@NullMarked
package dev.ferry.cli.message;

import org.jspecify.annotations.NullMarked;
