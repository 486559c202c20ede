package dev.ferry.server.model;

import java.util.List;

/**
 * What came of a batch of moves.
 *
 * @param heads where each conversation stands now
 * @param refused those that are not the user's
 */
public record MovedCursors(List<Head> heads, List<ConversationId> refused) {}
