/** Who is online, and what others see of the user. */
@NullMarked
package dev.ferry.client.presence;

import org.jspecify.annotations.NullMarked;
