/**
 * Health: whether this node lives and whether it should be given clients. Depends on the JDK only;
 * {@code http} shows it.
 */
@NullMarked
package dev.ferry.server.ops;

import org.jspecify.annotations.NullMarked;
