/**
 * The client SDK's public face: {@link dev.ferry.client.FerryClient} and the values it speaks in.
 * An app needs this package, {@code driver.FerryClients} to make a client, and, for implementations
 * of its own, {@code store} and {@code transport}. Depends on {@code store} and {@code group} only.
 */
@NullMarked
package dev.ferry.client;

import org.jspecify.annotations.NullMarked;
