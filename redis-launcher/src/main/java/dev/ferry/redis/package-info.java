/**
 * Starts a real Redis: beside the server when none is configured, for the load harness, and in
 * tests; alone, as a Cluster, or watched by Sentinels. It knows processes and files; the server's
 * own traffic with Redis is the server's. Depends on the JDK and SLF4J only, and on the binaries
 * inside {@code org.signal:embedded-redis}, never on that jar's classes.
 */
@NullMarked
package dev.ferry.redis;

import org.jspecify.annotations.NullMarked;
