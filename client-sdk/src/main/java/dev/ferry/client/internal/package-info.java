/** The threads that drive the core; nothing here is for apps. */
@NullMarked
package dev.ferry.client.internal;

import org.jspecify.annotations.NullMarked;
