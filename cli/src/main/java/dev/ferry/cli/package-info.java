/**
 * The command line of Ferry: one class a command, on the client SDK and on nothing else of Ferry.
 * Standard output carries what was asked for, standard error everything said to people.
 */
@NullMarked
package dev.ferry.cli;

import org.jspecify.annotations.NullMarked;
