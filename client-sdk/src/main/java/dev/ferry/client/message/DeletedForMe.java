package dev.ferry.client.message;

import java.util.Objects;

/**
 * What a user has deleted for itself, on all of its devices: one message, or everything up to one.
 * Others do not notice. Immutable.
 */
public final class DeletedForMe {
  private final String conversation;
  private final long epoch;
  private final long seq;
  private final boolean upTo;

  private DeletedForMe(String conversation, long epoch, long seq, boolean upTo) {
    this.conversation = conversation;
    this.epoch = epoch;
    this.seq = seq;
    this.upTo = upTo;
  }

  /** One message. */
  public static DeletedForMe message(String conversation, long epoch, long seq) {
    return new DeletedForMe(conversation, epoch, seq, false);
  }

  /** Everything up to there, in this life of the log. */
  public static DeletedForMe upTo(String conversation, long epoch, long seq) {
    return new DeletedForMe(conversation, epoch, seq, true);
  }

  public String conversation() {
    return conversation;
  }

  /** The life of the log that {@link #seq} counts in; of others nothing is said. */
  public long epoch() {
    return epoch;
  }

  public long seq() {
    return seq;
  }

  /** Whether everything before it is deleted, too. */
  public boolean isUpTo() {
    return upTo;
  }

  /** Whether that message is deleted by this. */
  public boolean covers(MessageRef message) {
    return message.conversation().equals(conversation)
        && message.epoch() == epoch
        && (upTo ? message.seq() <= seq : message.seq() == seq);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof DeletedForMe)) {
      return false;
    }
    DeletedForMe that = (DeletedForMe) other;
    return conversation.equals(that.conversation)
        && epoch == that.epoch
        && seq == that.seq
        && upTo == that.upTo;
  }

  @Override
  public int hashCode() {
    return Objects.hash(conversation, epoch, seq, upTo);
  }

  @Override
  public String toString() {
    return conversation + (upTo ? " up to " : "#") + epoch + "." + seq;
  }
}
