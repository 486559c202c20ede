package dev.ferry.client.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one conversation that mention its user and are unread, in one life of its log.
 * Entries come one after the other, in the order of the log; in between come lists that the server
 * made at some entry, which are right up to there, and news of how far the user has read.
 */
final class UnreadMentions {
  /** As many as the server lists; of more the newest. */
  static final int MAX = 100;

  private @Nullable TreeSet<Long> seqs;

  /** Up to this seq everything is accounted for. */
  private long upTo;

  /** Whether that goes for what came before the first entry, too. */
  private boolean complete;

  /** While not complete: what was recalled, and may be on an older list. */
  private @Nullable TreeSet<Long> recalled;

  /** Of an earlier life of the device; null when it did not know. */
  void load(@Nullable Collection<Long> kept, long keptUpTo) {
    if (kept != null) {
      put(kept);
      upTo = keptUpTo;
      complete = true;
    }
  }

  void forget() {
    seqs = null;
    upTo = 0;
    complete = false;
    recalled = null;
  }

  boolean isComplete() {
    return complete;
  }

  long upTo() {
    return upTo;
  }

  /** An entry in its turn; one that is on a list, or missing there, is known already. */
  void entry(long seq, boolean mentions) {
    if (seq <= upTo) {
      return;
    }
    complete |= seq == 1;
    upTo = seq;
    if (mentions) {
      put(Collections.singleton(seq));
    }
  }

  /** An entry in its turn takes a message back. */
  void recall(long seq, long target) {
    entry(seq, false);
    if (seqs != null) {
      seqs.remove(target);
    }
    if (!complete) {
      recalled = recalled == null ? new TreeSet<>() : recalled;
      recalled.add(target);
      bound(recalled);
    }
  }

  /** All that the server had when its log went to {@code head}. */
  void list(long head, List<Long> listed) {
    if (complete && head < upTo) {
      // Every entry since a later one was seen.
      return;
    }
    List<Long> all = new ArrayList<>(listed);
    if (seqs != null) {
      all.addAll(seqs.tailSet(head, false));
      seqs = null;
    }
    if (recalled != null) {
      all.removeAll(recalled);
      recalled = null;
    }
    put(all);
    upTo = Math.max(upTo, head);
    complete = true;
  }

  /** The server has it that the user has read up to here. */
  void read(long seq) {
    if (seqs != null) {
      seqs.headSet(seq, true).clear();
    }
    if (seq > upTo) {
      upTo = seq;
      complete = true;
      recalled = null;
    }
  }

  /** Those after this seq, oldest first. */
  List<Long> after(long seq) {
    return seqs == null || seqs.isEmpty() || seqs.last() <= seq
        ? Collections.emptyList()
        : Collections.unmodifiableList(new ArrayList<>(seqs.tailSet(seq, false)));
  }

  private void put(Collection<Long> more) {
    if (!more.isEmpty()) {
      seqs = seqs == null ? new TreeSet<>() : seqs;
      seqs.addAll(more);
      bound(seqs);
    }
  }

  private static void bound(TreeSet<Long> set) {
    while (set.size() > MAX) {
      set.pollFirst();
    }
  }
}
