package dev.ferry.loadtest.ledger;

/** The newest entry that is known of a conversation. */
public record Head(long epoch, long seq) {
  /** The newer of two. */
  public Head max(Head other) {
    return epoch > other.epoch || (epoch == other.epoch && seq > other.seq) ? this : other;
  }
}
