package dev.ferry.client.core;

import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.MessagePage;

/** Entries and pages of logs as they come from the wire, and whether they make sense. */
final class LogWire {
  private LogWire() {}

  /** A page is read from the log itself; an entry that names an older life lives in this one. */
  static Message inLifeOf(MessagePage page, Message listed) {
    return listed.getEpoch() == page.getEpoch()
        ? listed
        : listed.toBuilder().setEpoch(page.getEpoch()).build();
  }

  static void check(MessagePage page, String conversation) throws MalformedFrameException {
    if (!page.getConversation().equals(conversation)
        || page.getHeadSeq() < 0
        || page.getFirstSeq() < 0) {
      throw new MalformedFrameException("page of " + page.getConversation());
    }
    for (Message message : page.getMessagesList()) {
      check(message, conversation);
    }
  }

  static void check(Message message, String conversation) throws MalformedFrameException {
    if (message.getSeq() <= 0
        || conversation.isEmpty()
        || !message.getConversation().equals(conversation)) {
      throw new MalformedFrameException(
          "message " + message.getSeq() + " of " + message.getConversation());
    }
  }
}
