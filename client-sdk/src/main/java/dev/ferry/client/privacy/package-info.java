/** Whom the user blocks, and who may write to it. */
@NullMarked
package dev.ferry.client.privacy;

import org.jspecify.annotations.NullMarked;
