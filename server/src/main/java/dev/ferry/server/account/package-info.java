/**
 * Who a token speaks for. One {@link dev.ferry.server.account.Authenticator} serves all transports,
 * so that none can be the one with the weaker check. Depends on {@code model}, and on the JOSE
 * library, which no one else sees.
 */
@NullMarked
package dev.ferry.server.account;

import org.jspecify.annotations.NullMarked;
