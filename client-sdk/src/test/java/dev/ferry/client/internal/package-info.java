/** The driver's threads, with a transport that the test holds in its hands. */
@NullMarked
package dev.ferry.client.internal;

import org.jspecify.annotations.NullMarked;
