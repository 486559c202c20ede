/**
 * What people and programs see: streams, the look of messages, exit statuses. Depends on the SDK's
 * values only.
 */
@NullMarked
package dev.ferry.cli.terminal;

import org.jspecify.annotations.NullMarked;
