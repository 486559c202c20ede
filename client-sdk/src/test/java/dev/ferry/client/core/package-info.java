/** The core against a scripted server, and against a simulated one. */
@NullMarked
package dev.ferry.client.core;

import org.jspecify.annotations.NullMarked;
