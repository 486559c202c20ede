package dev.ferry.loadtest.ledger;

import dev.ferry.client.HistoryPage;
import dev.ferry.client.ReceivedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was done to the newest messages of a conversation, as acks and entries tell, and what
 * devices and pages make of it. Keeps the newest messages to which something was done, at most so
 * many; of older ones nothing is known. Thread-safe.
 */
final class Outcomes {
  /** Messages whose deeds are kept. */
  static final int TARGETS_MAX = 64;

  /** Deeds that are kept of one message; what a server allows is less. */
  private static final int DEEDS_MAX = 4_096;

  private final Conversation conversation;

  /** All below: guarded by this. */
  private final List<OutcomeView> views = new ArrayList<>();

  /** By the message's seq, then by that of the deed. */
  private final TreeMap<Long, TreeMap<Long, Deed>> deeds = new TreeMap<>();

  private long epoch;

  /** Of messages up to here nothing is known. */
  private long forgotten;

  Outcomes(Conversation conversation) {
    this.conversation = conversation;
  }

  synchronized void add(OutcomeView view) {
    views.add(view);
  }

  /** The entry does that; false when it is known to do something else. */
  synchronized boolean learn(long inEpoch, long seq, Deed deed) {
    if (inEpoch > epoch) {
      epoch = inEpoch;
      deeds.clear();
      forgotten = 0;
    }
    if (inEpoch < epoch || deed.target() <= forgotten) {
      return true;
    }
    TreeMap<Long, Deed> done = deeds.computeIfAbsent(deed.target(), key -> new TreeMap<>());
    Deed before = done.putIfAbsent(seq, deed);
    if (deeds.size() > TARGETS_MAX || done.size() > DEEDS_MAX) {
      long oldest = done.size() > DEEDS_MAX ? deed.target() : deeds.firstKey();
      deeds.headMap(oldest, true).clear();
      forgotten = oldest;
    }
    if (before != null && before.says() == 0) {
      done.replace(seq, before.withWords(deed.says()));
    }
    return before == null || before.agrees(deed);
  }

  /** Compares what each device has. */
  synchronized Checks compare(CursorAudit.Found found) {
    Log newest = conversation.newest();
    if (newest == null || newest.epoch() != epoch) {
      return Checks.NONE;
    }
    Checks all = Checks.NONE;
    for (OutcomeView view : views) {
      for (Map.Entry<Long, TreeMap<Long, Deed>> each : deeds.entrySet()) {
        ReceivedMessage message = view.message(each.getKey());
        Ranges member = newest.due(view.device().user());
        // Who was away from a group meanwhile learns what it missed when it asks for a page.
        if (message != null && member.runs() == 1 && member.last() == Roster.OPEN) {
          all = all.plus(new Checks(0, 0, 0, 1, 0, 0));
          compare(view.device(), message, each.getValue(), Breach.OUTCOME_WRONG, found);
        }
      }
    }
    return all;
  }

  /** Compares a page that a device asked for when nothing was done any more. */
  synchronized Checks compare(Device device, HistoryPage page, CursorAudit.Found found) {
    if (page.epoch() != epoch) {
      return Checks.NONE;
    }
    long compared = 0;
    for (ReceivedMessage message : page.messages()) {
      boolean plain = message.operation() == null && message.change() == null;
      if (plain && message.seq() > forgotten) {
        SortedMap<Long, Deed> done = deeds.getOrDefault(message.seq(), new TreeMap<>());
        compare(device, message, done, Breach.PAGE_WRONG, found);
        compared++;
      }
    }
    return new Checks(0, 0, 0, compared, 0, 0);
  }

  private void compare(
      Device device,
      ReceivedMessage message,
      SortedMap<Long, Deed> done,
      Breach breach,
      CursorAudit.Found found) {
    String right = Fate.of(done, device.user());
    String shown = Fate.of(message);
    if (!shown.equals(right)) {
      String text = "is " + shown + " (by what was done: " + right + ")";
      found.found(device, breach, conversation.log(message.epoch()), message.seq(), text);
    }
  }
}
