@NullMarked
package dev.ferry.server.net;

import org.jspecify.annotations.NullMarked;
