package dev.ferry.server.delivery;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.UserId;

/** What a channel of the bus is about. */
public sealed interface Topic {

  /** Entries of the user's direct conversations, and those that make the user a member. */
  record OfUser(UserId user) implements Topic {}

  /** Entries of a group, in seq order. */
  record OfGroup(ConversationId group) implements Topic {}

  /** Changes of the user's presence. */
  record OfPresence(UserId user) implements Topic {}
}
