package dev.ferry.server.model;

import java.util.List;

/**
 * Some of a user's conversations, in ascending order of id.
 *
 * @param next where the following page starts; empty on the last page
 */
public record HeadsPage(List<Head> heads, String next) {}
