package dev.ferry.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Who has read one message. Who wrote it counts as one who has. Immutable. */
public final class MessageReceipts {
  private final String conversation;
  private final long epoch;
  private final long seq;
  private final int members;
  private final List<String> read;
  private final List<String> delivered;

  public MessageReceipts(
      String conversation,
      long epoch,
      long seq,
      int members,
      List<String> read,
      List<String> delivered) {
    this.conversation = conversation;
    this.epoch = epoch;
    this.seq = seq;
    this.members = members;
    this.read = Collections.unmodifiableList(new ArrayList<>(read));
    this.delivered = Collections.unmodifiableList(new ArrayList<>(delivered));
  }

  public String conversation() {
    return conversation;
  }

  public long epoch() {
    return epoch;
  }

  public long seq() {
    return seq;
  }

  /** How many could have read it: members now, and since before the message. */
  public int members() {
    return members;
  }

  /** Who has read it, in no particular order. */
  public List<String> read() {
    return read;
  }

  /** On whose device it is, unread. */
  public List<String> delivered() {
    return delivered;
  }
}
