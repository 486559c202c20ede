/**
 * The client SDK's public face: {@link dev.ferry.client.FerryClient} and the values it speaks in.
 * An app needs nothing outside this package, {@code transport} and {@code store}.
 */
@NullMarked
package dev.ferry.client;

import org.jspecify.annotations.NullMarked;
