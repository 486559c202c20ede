/**
 * The node's settings: from {@code reference.conf}, a file, the environment and the command line to
 * immutable records. Depends on {@code model} and the HOCON library, which no one else sees.
 */
@NullMarked
package dev.ferry.server.config;

import org.jspecify.annotations.NullMarked;
