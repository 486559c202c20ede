/**
 * What is done to messages that were sent, and what has become of them. Depends on the JDK only.
 */
@NullMarked
package dev.ferry.client.message;

import org.jspecify.annotations.NullMarked;
