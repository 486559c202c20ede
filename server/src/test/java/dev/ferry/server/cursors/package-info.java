/** Cursors and unread messages on real nodes, with several devices of each user. */
@NullMarked
package dev.ferry.server.cursors;

import org.jspecify.annotations.NullMarked;
