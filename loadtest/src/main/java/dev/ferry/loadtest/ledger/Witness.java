package dev.ferry.loadtest.ledger;

/**
 * A device that came after the load to see what the server says now: nothing of the conversation's
 * messages is expected of it.
 */
record Witness(Device device, CursorView view) {}
