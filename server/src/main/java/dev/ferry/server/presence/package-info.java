/**
 * Who is online, and who is told of it. Depends on {@code group} for rates, on {@code delivery} for
 * the bus, on {@code session} and {@code model}; what it needs of Redis is behind {@link
 * dev.ferry.server.presence.PresenceStore}.
 */
@NullMarked
package dev.ferry.server.presence;

import org.jspecify.annotations.NullMarked;
