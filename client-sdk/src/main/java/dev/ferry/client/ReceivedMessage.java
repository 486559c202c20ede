package dev.ferry.client;

import dev.ferry.client.group.GroupChange;
import dev.ferry.client.message.Mark;
import dev.ferry.client.message.MessageOutcome;
import dev.ferry.client.message.MessageRef;
import dev.ferry.client.message.Operation;
import dev.ferry.client.message.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One entry of a conversation's log. */
public final class ReceivedMessage {
  private final String conversation;
  private final long epoch;
  private final long seq;
  private final long timeMs;
  private final String sender;
  private final String senderDevice;
  private final UUID clientMessageId;
  private final MessageContent content;
  private final More more;
  private final boolean deletedForMe;

  public ReceivedMessage(
      String conversation,
      long epoch,
      long seq,
      long timeMs,
      String sender,
      String senderDevice,
      UUID clientMessageId,
      MessageContent content) {
    this.conversation = conversation;
    this.epoch = epoch;
    this.seq = seq;
    this.timeMs = timeMs;
    this.sender = sender;
    this.senderDevice = senderDevice;
    this.clientMessageId = clientMessageId;
    this.content = content;
    this.more = More.NONE;
    this.deletedForMe = false;
  }

  private ReceivedMessage(ReceivedMessage entry, MessageContent content, More more) {
    this(entry, content, more, entry.deletedForMe);
  }

  private ReceivedMessage(
      ReceivedMessage entry, MessageContent content, More more, boolean deletedForMe) {
    conversation = entry.conversation;
    epoch = entry.epoch;
    seq = entry.seq;
    timeMs = entry.timeMs;
    sender = entry.sender;
    senderDevice = entry.senderDevice;
    clientMessageId = entry.clientMessageId;
    this.content = content;
    this.more = more;
    this.deletedForMe = deletedForMe;
  }

  /** The same entry, which the user has deleted for itself. */
  public ReceivedMessage withDeletedForMe() {
    return new ReceivedMessage(this, content, more, true);
  }

  /**
   * Whether the user has deleted the message for itself, as far as this device knew when it came:
   * it is not to be shown. What is deleted later {@link ClientListener#onDeletedForMe} tells.
   */
  public boolean isDeletedForMe() {
    return deletedForMe;
  }

  /** The same entry, telling of a change of the group. */
  public ReceivedMessage withChange(GroupChange change) {
    return new ReceivedMessage(this, content, more.with(change));
  }

  /** The same entry, doing something to a message. */
  public ReceivedMessage withOperation(Operation operation) {
    return new ReceivedMessage(this, content, more.with(operation));
  }

  /** The same message, answering another one, if {@code replyToSeq} is not 0, and mentioning. */
  public ReceivedMessage withReferences(long replyToSeq, List<String> mentions, boolean all) {
    return new ReceivedMessage(this, content, more.with(replyToSeq, mentions, all));
  }

  /** The same message, as a copy of another one. */
  public ReceivedMessage withForwarded(@Nullable Origin origin) {
    return new ReceivedMessage(this, content, more.with(origin));
  }

  /**
   * The same message with what has become of it.
   *
   * @param afterSeq the entry after which that holds
   */
  public ReceivedMessage withOutcome(MessageOutcome outcome, long afterSeq) {
    return new ReceivedMessage(this, content, more.with(outcome, afterSeq));
  }

  /**
   * The same entry, living only so long.
   *
   * @param ttlMs from {@link #timeMs} on; 0 for good
   */
  public ReceivedMessage withTtl(long ttlMs) {
    return new ReceivedMessage(this, content, more.with(ttlMs));
  }

  /** The same message when its time is over; what was recalled stays that. */
  ReceivedMessage afterLife() {
    return more.outcome.gone()
        ? this
        : new ReceivedMessage(
            this,
            MessageContent.EXPIRED,
            more.with((Origin) null).with(MessageOutcome.EXPIRED, more.outcomeSeq));
  }

  /** What the operation of {@code entry} makes of this message; {@code me} is the reader. */
  ReceivedMessage after(ReceivedMessage entry, String me) {
    Operation operation = entry.operation();
    if (operation == null) {
      return this;
    }
    Mark by = new Mark(entry.seq, entry.timeMs, entry.sender);
    MessageContent says = content;
    More rest = more;
    if (operation.kind() == Operation.Kind.RECALL) {
      says = MessageContent.RECALLED;
      rest = more.with((Origin) null);
    } else if (operation.kind() == Operation.Kind.EDIT && !more.outcome.gone()) {
      says = entry.content;
    }
    MessageOutcome outcome = more.outcome.after(operation, by, entry.sender.equals(me));
    return new ReceivedMessage(this, says, rest.with(outcome, entry.seq));
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

  /** The server's clock at the append, milliseconds since 1970. */
  public long timeMs() {
    return timeMs;
  }

  public String sender() {
    return sender;
  }

  public String senderDevice() {
    return senderDevice;
  }

  public UUID clientMessageId() {
    return clientMessageId;
  }

  public MessageContent content() {
    return content;
  }

  /** Names this message. */
  public MessageRef ref() {
    return new MessageRef(conversation, epoch, seq);
  }

  /** What the entry tells of a change of the group, made by the sender; null for a message. */
  public @Nullable GroupChange change() {
    return more.change;
  }

  /**
   * What the entry does to a message; null for a message. Of an {@code EDIT}, {@link #content} is
   * what the message says from there on; others say nothing.
   */
  public @Nullable Operation operation() {
    return more.operation;
  }

  /** The seq of the message that this one answers; 0 for none. */
  public long replyToSeq() {
    return more.replyToSeq;
  }

  /** Users whose attention it asks for. */
  public List<String> mentions() {
    return more.mentions;
  }

  /** Whether it asks for the attention of all members. */
  public boolean mentionsAll() {
    return more.mentionAll;
  }

  /** What it is a copy of, as the sender says; null when it is none, and of what was recalled. */
  public @Nullable Origin forwarded() {
    return more.origin;
  }

  /**
   * When the message expires, by the server's clock, which {@link #timeMs} is of, in milliseconds
   * since 1970; 0 for never. An edit expires with its message.
   */
  public long expiresAtMs() {
    return more.ttlMs == 0 ? 0 : timeMs + more.ttlMs;
  }

  /** What had become of the message after the entry {@link #outcomeSeq}. */
  public MessageOutcome outcome() {
    return more.outcome;
  }

  /** The seq from which on operations come on top of {@link #outcome}: those after it. */
  public long outcomeSeq() {
    return Math.max(seq, more.outcomeSeq);
  }

  @Override
  public String toString() {
    return conversation + "#" + epoch + "." + seq + " from " + sender + "/" + senderDevice;
  }

  /** What most entries do not have. Never changed once an entry has it. */
  private static final class More {
    static final More NONE = new More();

    @Nullable GroupChange change;
    @Nullable Operation operation;
    long replyToSeq;
    List<String> mentions = Collections.emptyList();
    boolean mentionAll;
    @Nullable Origin origin;
    MessageOutcome outcome = MessageOutcome.NONE;
    long outcomeSeq;
    long ttlMs;

    private More copy() {
      More copy = new More();
      copy.change = change;
      copy.operation = operation;
      copy.replyToSeq = replyToSeq;
      copy.mentions = mentions;
      copy.mentionAll = mentionAll;
      copy.origin = origin;
      copy.outcome = outcome;
      copy.outcomeSeq = outcomeSeq;
      copy.ttlMs = ttlMs;
      return copy;
    }

    More with(GroupChange other) {
      More copy = copy();
      copy.change = other;
      return copy;
    }

    More with(Operation other) {
      More copy = copy();
      copy.operation = other;
      return copy;
    }

    More with(long reply, List<String> users, boolean all) {
      More copy = copy();
      copy.replyToSeq = reply;
      copy.mentions = Collections.unmodifiableList(new ArrayList<>(users));
      copy.mentionAll = all;
      return copy;
    }

    More with(@Nullable Origin other) {
      More copy = copy();
      copy.origin = other;
      return copy;
    }

    More with(MessageOutcome other, long afterSeq) {
      More copy = copy();
      copy.outcome = other;
      copy.outcomeSeq = afterSeq;
      return copy;
    }

    More with(long life) {
      More copy = copy();
      copy.ttlMs = life;
      return copy;
    }
  }
}
