package dev.ferry.server.model;

import java.util.List;

/**
 * Members of a group in the order of their newest change.
 *
 * @param next where the following page starts, or the next delta when {@code complete}
 * @param restarted whether the changes since the cursor asked for are no longer known, so that this
 *     is the first page of all members
 */
public record MembersPage(
    List<Member> members, MembersCursor next, boolean complete, boolean restarted) {}
