package dev.ferry.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Part of the user's list of conversations, newest activity first. Immutable. */
public final class ConversationsPage {
  private final List<ConversationHead> conversations;
  private final String next;

  public ConversationsPage(List<ConversationHead> conversations, String next) {
    this.conversations = Collections.unmodifiableList(new ArrayList<>(conversations));
    this.next = next;
  }

  /** May repeat conversations of a page before, which had activity in between. */
  public List<ConversationHead> conversations() {
    return conversations;
  }

  /** Asks for the following page; empty on the last one. */
  public String next() {
    return next;
  }
}
