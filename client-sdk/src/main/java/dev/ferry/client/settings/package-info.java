/** How the user wants each conversation: muted, pinned, hidden, named, marked, with a draft. */
@NullMarked
package dev.ferry.client.settings;

import org.jspecify.annotations.NullMarked;
