/**
 * Whole servers, real Redis and real clients, hurt on purpose: each test breaks something and then
 * asks the ledger whether a promise (P1 to P8) was broken with it.
 */
@NullMarked
package dev.ferry.server.reliability;

import org.jspecify.annotations.NullMarked;
