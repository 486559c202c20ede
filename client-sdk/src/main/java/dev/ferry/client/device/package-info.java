/** The devices of a user. */
@NullMarked
package dev.ferry.client.device;

import org.jspecify.annotations.NullMarked;
