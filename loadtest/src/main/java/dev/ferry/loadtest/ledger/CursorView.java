package dev.ferry.loadtest.ledger;

import dev.ferry.client.ConversationCursor;

/**
 * Where the cursors of one conversation are as one device was told, and what that device reported
 * itself. A dozen numbers, however long the run. Thread-safe; all seqs are of {@link #epoch}, and
 * what is told of an older life of the log is ignored.
 */
public final class CursorView {
  /** How far a user has come, or is known to have come. */
  record Point(long delivered, long read) {
    static final Point NONE = new Point(0, 0);

    Point max(Point other) {
      return new Point(Math.max(delivered, other.delivered), Math.max(read, other.read));
    }

    boolean isBehind(Point other) {
      return delivered < other.delivered || read < other.read;
    }

    @Override
    public String toString() {
      return "delivered " + delivered + ", read " + read;
    }
  }

  /** All below: guarded by this. */
  private long epoch;

  /** How far the device said that it received or showed, and what of its own was acked. */
  private Point reported = Point.NONE;

  private Point own = Point.NONE;
  private Point peer = Point.NONE;
  private long unread;
  private boolean heard;
  private boolean online;

  private boolean in(long newEpoch) {
    if (newEpoch > epoch) {
      epoch = newEpoch;
      reported = Point.NONE;
      own = Point.NONE;
      peer = Point.NONE;
    }
    return newEpoch == epoch;
  }

  /** Whether the device is connected: only then can it know anything. */
  public synchronized void online(boolean now) {
    online = now;
  }

  /** The device showed everything up to here, and has the server told so. */
  public synchronized void read(long ofEpoch, long seq) {
    if (in(ofEpoch)) {
      reported = reported.max(new Point(seq, seq));
    }
  }

  /** The device has received everything up to here, and has the server told so. */
  public synchronized void received(long ofEpoch, long seq) {
    if (in(ofEpoch)) {
      reported = reported.max(new Point(seq, 0));
    }
  }

  /** The device knows of the conversation, whatever the cursors are. */
  public synchronized void heard() {
    heard = true;
  }

  /** The device shows so many as unread. */
  public synchronized void unread(long many) {
    unread = many;
  }

  /** The device was told of a cursor; false when that is behind one that it was told of before. */
  synchronized boolean told(boolean ofOwnUser, long ofEpoch, long delivered, long read) {
    if (!in(ofEpoch)) {
      return true;
    }
    Point before = ofOwnUser ? own : peer;
    Point now = new Point(delivered, read);
    if (ofOwnUser) {
      own = before.max(now);
    } else {
      peer = before.max(now);
    }
    return !now.isBehind(before);
  }

  /** A visitor's device was told of a cursor. */
  public void told(Device by, ConversationCursor cursor) {
    told(cursor.user().equals(by.user()), cursor.epoch(), cursor.delivered(), cursor.read());
  }

  synchronized long epoch() {
    return epoch;
  }

  synchronized Point reported() {
    return reported;
  }

  synchronized Point own() {
    return own;
  }

  synchronized Point peer() {
    return peer;
  }

  synchronized long shownUnread() {
    return unread;
  }

  public synchronized boolean isHeard() {
    return heard;
  }

  synchronized boolean isOnline() {
    return online;
  }
}
