package dev.ferry.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Part of a conversation's log, oldest first. */
public final class HistoryPage {
  private final String conversation;
  private final long epoch;
  private final long firstSeq;
  private final long headSeq;
  private final List<ReceivedMessage> messages;

  public HistoryPage(
      String conversation,
      long epoch,
      long firstSeq,
      long headSeq,
      List<ReceivedMessage> messages) {
    this.conversation = conversation;
    this.epoch = epoch;
    this.firstSeq = firstSeq;
    this.headSeq = headSeq;
    this.messages = Collections.unmodifiableList(new ArrayList<>(messages));
  }

  public String conversation() {
    return conversation;
  }

  public long epoch() {
    return epoch;
  }

  /** The oldest seq that the server still has; 0 when the log is empty. */
  public long firstSeq() {
    return firstSeq;
  }

  /** The newest seq when the page was read; 0 when the log is empty. */
  public long headSeq() {
    return headSeq;
  }

  public List<ReceivedMessage> messages() {
    return messages;
  }
}
