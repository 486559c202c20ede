/**
 * The client as a state machine without threads, clock or sockets: bytes, time and calls in; bytes
 * and events out. Apps use {@link dev.ferry.client.FerryClient}; this package is public for those
 * who bring their own loop, such as a load harness.
 */
@NullMarked
package dev.ferry.client.core;

import org.jspecify.annotations.NullMarked;
