/** Devices and their sessions on real nodes: policies, logouts, tokens, and sessions that go on. */
@NullMarked
package dev.ferry.server.devices;

import org.jspecify.annotations.NullMarked;
