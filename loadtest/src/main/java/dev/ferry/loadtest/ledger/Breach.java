package dev.ferry.loadtest.ledger;

/** The ways in which a history can break the promises; each counts as one kind. */
public enum Breach {
  /** Somebody who had to be shown an entry was not. */
  NOT_SHOWN(Kind.LOST),
  /** The log has another message where the ack said that this one is. */
  ACK_DISAGREES(Kind.LOST),
  /** An epoch ended and its successor lacks entries, though nothing was to be rolled back. */
  ROLLED_BACK(Kind.LOST),
  /** A new epoch began at a device that had not been told of a reset. */
  RESET_NOT_TOLD(Kind.LOST),
  /** One message is in the log under two seqs. */
  STORED_TWICE(Kind.DUPLICATED),
  /** One message was acked with two places. */
  ACKED_TWICE(Kind.DUPLICATED),
  /** A device was shown the same seq again. */
  SHOWN_TWICE(Kind.DUPLICATED),
  /** A device was told twice of the same reset. */
  RESET_TWICE(Kind.DUPLICATED),
  /** A device was shown a seq after a higher one. */
  SHOWN_LATE(Kind.REORDERED),
  /** A device was shown an entry of an epoch that had ended for it. */
  OLD_EPOCH(Kind.REORDERED),
  /** A device's messages are in the log in another order than it sent them. */
  STORED_LATE(Kind.REORDERED),
  /** A device was shown what its user may not see. */
  NOT_ENTITLED(Kind.MISDELIVERED),
  /** A message was accepted from somebody who was not a member. */
  SENDER_NOT_ENTITLED(Kind.MISDELIVERED),
  /** Two devices were shown different entries under one seq. */
  DISAGREEMENT(Kind.MISDELIVERED),
  /** A message that this run never sent, or not in this conversation or from this sender. */
  NEVER_SENT(Kind.MISDELIVERED),
  /** A message that had been refused is in the log. */
  REFUSED_YET_STORED(Kind.MISDELIVERED),
  /** A device was told of a cursor that is behind one it was told of before. */
  CURSOR_BACK(Kind.CURSOR),
  /** A device, or one that came anew, was not told how far a user said to have come. */
  CURSOR_BEHIND(Kind.CURSOR),
  /** A device was told of a cursor beyond what that user's devices said. */
  CURSOR_AHEAD(Kind.CURSOR),
  /** A device shows another number of unread messages than the log has after the cursor. */
  UNREAD_WRONG(Kind.CURSOR),
  /** A list of readers lacks somebody who had read the message, or has somebody who has not. */
  READERS_WRONG(Kind.CURSOR),
  /** A device shows a message as it is not, by what was done to it. */
  OUTCOME_WRONG(Kind.OUTCOME),
  /** A page that was asked for anew shows a message as it is not. */
  PAGE_WRONG(Kind.OUTCOME),
  /** A device was shown another operation than the one that was acked there. */
  OPERATION_DISAGREES(Kind.OUTCOME),
  /** A watcher has a user online who is not, or the other way round. */
  PRESENCE_WRONG(Kind.PRESENCE),
  /** A watcher was told more often that a user went or came than it did for long enough. */
  PRESENCE_FLICKERS(Kind.PRESENCE);

  /** What the verdict counts. */
  public enum Kind {
    LOST,
    DUPLICATED,
    REORDERED,
    MISDELIVERED,
    /** Cursors, unread counts, lists of readers. */
    CURSOR,
    /** What messages have become. */
    OUTCOME,
    /** Who is online. */
    PRESENCE
  }

  private final Kind kind;

  Breach(Kind kind) {
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
