package dev.ferry.client.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a device knows of one conversation's unread messages, for its next life. Counts are of the
 * log's entries up to a seq, without silent messages and changes of a group. Immutable.
 */
public final class Tally {
  private final long epoch;
  private final long seq;
  private final long count;
  private final long delivered;
  private final long read;
  private final long readCount;
  private final long unsent;
  private final boolean left;
  private final @Nullable List<Long> mentions;
  private final long mentionsUpTo;

  /**
   * @param epoch the life of the log that the seqs count in
   * @param seq the newest entry known of
   * @param count entries that count, up to {@code seq}
   * @param delivered the user's cursor: the last entry that is on a device
   * @param read the user's cursor: the last entry read
   * @param readCount entries that count, up to {@code read}
   * @param unsent the last entry read here that the server has yet to be told of; 0 when there is
   *     none
   * @param left whether it is a group that the user is not in
   */
  public Tally(
      long epoch,
      long seq,
      long count,
      long delivered,
      long read,
      long readCount,
      long unsent,
      boolean left) {
    this.epoch = epoch;
    this.seq = seq;
    this.count = count;
    this.delivered = delivered;
    this.read = read;
    this.readCount = readCount;
    this.unsent = unsent;
    this.left = left;
    this.mentions = null;
    this.mentionsUpTo = 0;
  }

  private Tally(Tally other, List<Long> mentions, long mentionsUpTo) {
    this.epoch = other.epoch;
    this.seq = other.seq;
    this.count = other.count;
    this.delivered = other.delivered;
    this.read = other.read;
    this.readCount = other.readCount;
    this.unsent = other.unsent;
    this.left = other.left;
    this.mentions = Collections.unmodifiableList(new ArrayList<>(mentions));
    this.mentionsUpTo = mentionsUpTo;
  }

  /**
   * The same, with what is known of mentions. A tally that has none makes the next life compare all
   * conversations when it logs in, because nobody knows who mentioned the user.
   *
   * @param seqs the unread messages that mention the user, in ascending order; at most 100
   * @param upTo the last entry that this takes account of
   */
  public Tally withMentions(List<Long> seqs, long upTo) {
    return new Tally(this, seqs, upTo);
  }

  public long epoch() {
    return epoch;
  }

  public long seq() {
    return seq;
  }

  public long count() {
    return count;
  }

  public long delivered() {
    return delivered;
  }

  public long read() {
    return read;
  }

  public long readCount() {
    return readCount;
  }

  public long unsent() {
    return unsent;
  }

  public boolean left() {
    return left;
  }

  /** Seqs of unread messages that mention the user; null when that is not known. */
  public @Nullable List<Long> mentions() {
    return mentions;
  }

  /** The last entry that {@link #mentions} takes account of. */
  public long mentionsUpTo() {
    return mentionsUpTo;
  }
}
