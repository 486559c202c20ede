/**
 * The interactive chat: what happens in a session, and the two screens it can happen on. Depends on
 * {@code connect} and {@code terminal}; JLine is used here only.
 */
@NullMarked
package dev.ferry.cli.chat;

import org.jspecify.annotations.NullMarked;
