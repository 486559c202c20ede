/** {@code ./ferry block} and {@code ./ferry privacy}. */
@NullMarked
package dev.ferry.cli.privacy;

import org.jspecify.annotations.NullMarked;
