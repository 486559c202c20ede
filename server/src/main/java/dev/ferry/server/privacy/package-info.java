/**
 * Whom users block, and who may write to them. Depends on {@code group} for rates and on {@code
 * model}; what it needs of Redis is behind {@link dev.ferry.server.privacy.PrivacyStore}. That
 * nobody writes who may not is checked where messages are appended (P6).
 */
@NullMarked
package dev.ferry.server.privacy;

import org.jspecify.annotations.NullMarked;
