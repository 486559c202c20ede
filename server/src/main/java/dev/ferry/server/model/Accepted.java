package dev.ferry.server.model;

/**
 * The log's word that it has a message: its place, and Redis's time of the append in milliseconds
 * since 1970. The same for every retry of a send.
 */
public record Accepted(long epoch, long seq, long timeMs) {}
