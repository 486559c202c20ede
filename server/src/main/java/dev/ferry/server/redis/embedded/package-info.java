/**
 * Starts a real Redis beside the server when none is configured, and in tests. It knows processes
 * and files; the server's own traffic with Redis is the parent package's. Depends on the JDK and
 * SLF4J only, and on the binaries inside {@code org.signal:embedded-redis}, never on that jar's
 * classes.
 */
@NullMarked
package dev.ferry.server.redis.embedded;

import org.jspecify.annotations.NullMarked;
