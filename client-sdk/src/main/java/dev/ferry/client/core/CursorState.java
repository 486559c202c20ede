package dev.ferry.client.core;

import dev.ferry.client.store.Tally;
import dev.ferry.protocol.v1.Cursor;
import java.util.Collections;
import java.util.List;

/**
 * Where one conversation's log and the cursors in it stand, as far as this device knows. Everything
 * only goes forward within an epoch.
 */
final class CursorState {
  final String conversation;

  private long epoch;
  private long seq;
  private long count;
  private boolean left;

  /** The newest entry that this is known of. */
  private long leftAsOf;

  /** Of messages beyond {@link #read}. */
  final UnreadMentions mentions = new UnreadMentions();

  /** The user's cursor, as the server is known to have it. */
  private long delivered;

  private long read;
  private long countAtRead;

  /** What is read here, maybe further than the server knows; and the count there. */
  private long readHere;

  private long readCount;

  /** The cursor of the other user of a direct conversation. */
  private long peerDelivered;

  private long peerRead;

  /** What the server has yet to be told; 0 for nothing. */
  private long wantedDelivered;

  private long wantedRead;

  /** What the app was told last; and what of it counts in the total. */
  long toldUnread;

  long toldWeight;

  List<Long> toldMentions = Collections.emptyList();

  int toldMentionWeight;

  /** Whether a change waits to be kept. */
  boolean listed;

  CursorState(String conversation) {
    this.conversation = conversation;
  }

  static CursorState of(String conversation, Tally kept) {
    CursorState state = new CursorState(conversation);
    state.epoch = kept.epoch();
    state.seq = kept.seq();
    state.count = kept.count();
    state.delivered = kept.delivered();
    if (kept.unsent() == 0) {
      state.read = kept.read();
      state.countAtRead = kept.readCount();
    }
    state.readHere = kept.read();
    state.readCount = kept.readCount();
    state.left = kept.left();
    state.wantedRead = kept.unsent();
    state.mentions.load(kept.mentions(), kept.mentionsUpTo());
    state.toldUnread = state.unread();
    state.toldMentions = state.unreadMentions();
    return state;
  }

  /** For a later life. */
  Tally tally() {
    Tally tally = new Tally(epoch, seq, count, delivered, readHere, readCount, wantedRead, left);
    boolean known = mentions.isComplete() || left;
    return known ? tally.withMentions(mentions.after(0), mentions.upTo()) : tally;
  }

  /** Forgets what was of another life of the log. */
  void in(long newEpoch) {
    if (epoch == newEpoch) {
      return;
    }
    // What was read before anything was known of the log is of this life.
    wantedRead = epoch == 0 ? wantedRead : 0;
    wantedDelivered = 0;
    epoch = newEpoch;
    seq = 0;
    count = 0;
    delivered = 0;
    read = 0;
    countAtRead = 0;
    readHere = 0;
    readCount = 0;
    peerDelivered = 0;
    peerRead = 0;
    left = false;
    leftAsOf = 0;
    mentions.forget();
  }

  long epoch() {
    return epoch;
  }

  long unread() {
    return left ? 0 : Math.max(0, count - readCount);
  }

  /** Seqs of unread messages that mention the user, oldest first. */
  List<Long> unreadMentions() {
    return left ? Collections.emptyList() : mentions.after(readOrWanted());
  }

  /** Whether the user is out of the group as of that entry; of an older one it says nothing. */
  void left(boolean isLeft, long asOf) {
    if (asOf >= leftAsOf) {
      leftAsOf = asOf;
      left = isLeft;
    }
  }

  /** Whether an entry with that count is one whose count nobody knew. */
  boolean isUncounted(long itsCount) {
    return itsCount == 0 && count > 0;
  }

  /** The log has this entry, up to which so many count. */
  void reaches(long newSeq, long newCount) {
    if (newSeq > seq) {
      seq = newSeq;
      count = Math.max(count, newCount);
    }
    if (wantedRead >= seq) {
      readUpTo(seq, count);
    }
  }

  /** The user's cursor is at least here; whether that is news. */
  boolean own(Cursor cursor) {
    boolean news = cursor.getRead() > read || cursor.getDelivered() > delivered;
    if (cursor.getRead() >= read) {
      read = cursor.getRead();
      countAtRead = cursor.getReadCount();
    }
    delivered = Math.max(delivered, cursor.getDelivered());
    readUpTo(cursor.getRead(), cursor.getReadCount());
    mentions.read(read);
    settle();
    return news;
  }

  private void readUpTo(long upTo, long countThere) {
    if (upTo > readHere || (upTo == readHere && countThere > readCount)) {
      readHere = upTo;
      readCount = countThere;
    }
  }

  /** The other user's cursor is at least here; whether that is news. */
  boolean peer(long atDelivered, long atRead) {
    boolean news = atRead > peerRead || atDelivered > peerDelivered;
    peerRead = Math.max(peerRead, atRead);
    peerDelivered = Math.max(peerDelivered, Math.max(atDelivered, atRead));
    return news;
  }

  long peerDelivered() {
    return peerDelivered;
  }

  long peerRead() {
    return peerRead;
  }

  long seq() {
    return seq;
  }

  boolean isLeft() {
    return left;
  }

  /** How far the user has read, here or on another device. */
  long readOrWanted() {
    return Math.max(wantedRead, Math.max(read, readHere));
  }

  long delivered() {
    return delivered;
  }

  long read() {
    return read;
  }

  /** The app has shown everything up to here. */
  void wantRead(long upTo) {
    long known = seq == 0 ? upTo : Math.min(upTo, seq);
    wantedRead = Math.max(wantedRead, known);
    if (seq > 0 && known == seq) {
      readUpTo(seq, count);
    }
    settle();
  }

  /** This device has everything up to here. */
  void wantDelivered(long upTo) {
    wantedDelivered = Math.max(wantedDelivered, upTo);
    settle();
  }

  /** Where nothing waits to be told, what the server has is what is read. */
  private void settle() {
    wantedRead = wantedRead > read ? wantedRead : 0;
    wantedDelivered = wantedDelivered > delivered ? wantedDelivered : 0;
    if (wantedRead == 0) {
      readHere = read;
      readCount = countAtRead;
    }
  }

  /** What the server is to be told, of a known log. */
  boolean wants() {
    return epoch != 0 && (wantedRead > 0 || wantedDelivered > 0);
  }

  long wantedRead() {
    return wantedRead;
  }

  long wantedDelivered() {
    return wantedDelivered;
  }

  /** The server was told of these, and has moved what it moves. What it does not is not read. */
  void told(long toldDelivered, long toldRead) {
    wantedRead = wantedRead <= toldRead ? 0 : wantedRead;
    wantedDelivered = wantedDelivered <= toldDelivered ? 0 : wantedDelivered;
    settle();
  }
}
