/** Settings of conversations on real nodes, with several devices of a user. */
@NullMarked
package dev.ferry.server.settings;

import org.jspecify.annotations.NullMarked;
