package dev.ferry.server.model;

/**
 * A group as one of its members sees it.
 *
 * @param version seq of the newest change
 * @param settings all of them, none null
 */
public record GroupInfo(
    ConversationId group,
    long version,
    GroupSettings settings,
    int members,
    int membersMax,
    Member me,
    boolean dismissed) {}
