package dev.ferry.server.model;

import java.util.List;

/**
 * Some of a user's conversations, newest activity first within the page.
 *
 * @param next where the following page starts; empty on the last page
 * @param version of the first page: what to ask with for what changes from now on; else 0
 */
public record HeadsPage(List<Head> heads, String next, long version) {}
