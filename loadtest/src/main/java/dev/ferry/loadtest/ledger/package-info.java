/**
 * The ledger: what devices sent, what the server acked, what devices were shown, and whether that
 * keeps the promises. Depends on the SDK's values alone, so forged histories can test it.
 */
@NullMarked
package dev.ferry.loadtest.ledger;

import org.jspecify.annotations.NullMarked;
