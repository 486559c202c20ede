package dev.ferry.server.model;

/**
 * How a user stands towards others.
 *
 * @param version grows with every change; 0 before the first
 * @param blocked how many users it blocks
 */
public record Privacy(long version, Writers writers, int blocked) {}
