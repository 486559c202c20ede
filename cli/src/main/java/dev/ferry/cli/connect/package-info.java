/**
 * From the words on the command line to a client that is logged in, and from its failures to an
 * exit status. Depends on {@code terminal}.
 */
@NullMarked
package dev.ferry.cli.connect;

import org.jspecify.annotations.NullMarked;
