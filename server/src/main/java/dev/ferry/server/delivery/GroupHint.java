package dev.ferry.server.delivery;

import dev.ferry.server.model.ConversationId;

/** Something for all members that has no place in the log; a newer one takes its place. */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record GroupHint(ConversationId group, byte[] frame) implements Heard {}
