package dev.ferry.server.model;

/**
 * A pinned message.
 *
 * @param seq the message
 * @param pin who pinned it when
 */
public record Pinned(long seq, MessageOutcome.Mark pin) {}
