/**
 * What a device must remember between two lives of its app: messages not yet acked, and how far it
 * has received each conversation. Depends on the JDK only.
 */
@NullMarked
package dev.ferry.client.store;

import org.jspecify.annotations.NullMarked;
