/** The driver's threads, with a transport that the test holds in its hands. */
@NullMarked
package dev.ferry.client.driver;

import org.jspecify.annotations.NullMarked;
