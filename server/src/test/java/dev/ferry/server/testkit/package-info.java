/**
 * What the server's tests are made with: a bare protocol peer, tokens of every kind, server
 * processes to kill and freeze, and the ledger that says whether a promise was broken. Knows the
 * wire and the command line, and no class of the server, but for the node that it starts inside
 * this JVM.
 */
@NullMarked
package dev.ferry.server.testkit;

import org.jspecify.annotations.NullMarked;
