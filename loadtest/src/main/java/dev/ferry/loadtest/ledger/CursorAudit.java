package dev.ferry.loadtest.ledger;

import dev.ferry.client.ConversationIds;
import dev.ferry.loadtest.ledger.CursorView.Point;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what devices know of the cursors of one conversation with what was reported: a user has
 * come as far as the furthest of its devices said, its own newest message, or the entry that
 * admitted it; and no further. All devices of a user are in one process, so that its ledger knows
 * all of that. A conversation whose log began anew is left out.
 */
final class CursorAudit {
  private final Conversation conversation;
  private final Log log;
  private final long head;
  private final Found found;

  /** By user; absent for those who are not members. */
  private final Map<String, Point> furthest = new HashMap<>();

  /** Those with a send that may be in the log or not. */
  private final Set<String> unsure = new HashSet<>();

  private long cursors;
  private long unread;
  private long skipped;

  /** Hears of what differs. */
  interface Found {
    void found(Device device, Breach breach, Log log, long seq, String text);
  }

  private CursorAudit(Conversation conversation, Log log, Found found) {
    this.conversation = conversation;
    this.log = log;
    this.head = log.head();
    this.found = found;
  }

  /** Looks at all devices that are connected. */
  static Checks of(Conversation conversation, Found found) {
    Log newest = conversation.newest();
    if (newest == null) {
      return Checks.NONE;
    }
    if (conversation.before(newest) != null) {
      return new Checks(0, 0, 0, 0, 0, conversation.seats().size());
    }
    CursorAudit audit = new CursorAudit(conversation, newest, found);
    audit.gather();
    conversation.seats().forEach(seat -> audit.compare(seat.device(), seat.view(), false));
    conversation.witnesses().forEach(each -> audit.compare(each.device(), each.view(), true));
    return new Checks(audit.cursors, audit.unread, 0, 0, 0, audit.skipped);
  }

  private void gather() {
    for (Seat seat : conversation.seats()) {
      String user = seat.device().user();
      long admitted = admitted(user);
      if (admitted >= 0) {
        furthest.merge(user, reported(seat, admitted), Point::max);
      }
      if (!seat.allAnswered()) {
        unsure.add(user);
      }
    }
  }

  private Point reported(Seat seat, long admitted) {
    Point least = new Point(admitted, admitted);
    CursorView view = seat.view();
    if (view.epoch() != log.epoch()) {
      return least;
    }
    Point said = view.reported();
    Point known = new Point(Math.min(said.delivered(), head), Math.min(said.read(), head));
    Point both = known.max(least);
    return new Point(Math.max(both.delivered(), both.read()), both.read());
  }

  /** The entry since which the user has been a member, 0 for always; negative when it is none. */
  private long admitted(String user) {
    long since = log.memberSince(user);
    if (since == 0) {
      return -1;
    }
    return since == 1 && conversation.founders().contains(user) ? 0 : since;
  }

  private void compare(Device device, CursorView view, boolean fresh) {
    if (!view.isOnline()) {
      return;
    }
    Point own = furthest.get(device.user());
    if (unsure.contains(device.user()) || (fresh && !view.isHeard())) {
      skipped++;
      return;
    }
    if (own != null) {
      compare(device, view, own, view.own(), fresh ? "of its user, asked anew" : "of its user");
    }
    compareUnread(device, view, own);
    if (!ConversationIds.isGroup(conversation.id())) {
      String peer = ConversationIds.peer(conversation.id(), device.user());
      Point theirs = furthest.get(peer);
      if (theirs != null && !unsure.contains(peer)) {
        compare(device, view, theirs, view.peer(), "of " + peer);
      }
    }
  }

  private void compare(Device device, CursorView view, Point right, Point known, String whose) {
    cursors++;
    Point told = view.epoch() == log.epoch() ? known : Point.NONE;
    if (told.equals(right)) {
      return;
    }
    boolean behind = told.isBehind(right);
    String text = "was told of a cursor %s: %s (reported: %s)".formatted(whose, told, right);
    long seq = behind ? right.read() : told.read();
    found.found(device, behind ? Breach.CURSOR_BEHIND : Breach.CURSOR_AHEAD, log, seq, text);
  }

  private void compareUnread(Device device, CursorView view, @Nullable Point own) {
    unread++;
    long right = own == null ? 0 : log.counting(own.read() + 1, head);
    long shown = view.shownUnread();
    if (shown != right) {
      String text =
          "shows %d unread (in the log after %d: %d)"
              .formatted(shown, own == null ? head : own.read(), right);
      found.found(device, Breach.UNREAD_WRONG, log, head, text);
    }
  }

  /** Users of whom a device was told that they have read up to there. */
  static Set<String> certain(Conversation conversation, long epoch, long seq) {
    Set<String> users = new HashSet<>();
    for (Seat seat : conversation.seats()) {
      CursorView view = seat.view();
      if (view.epoch() == epoch && view.own().read() >= seq) {
        users.add(seat.device().user());
      }
    }
    return users;
  }

  /** Those in a list who have said nothing that would put them there; of this ledger's users. */
  static Set<String> invented(Conversation conversation, long seq, Collection<String> list) {
    Log newest = conversation.newest();
    Set<String> left = new HashSet<>(list);
    Set<String> here = new HashSet<>();
    if (newest == null) {
      return left;
    }
    CursorAudit audit = new CursorAudit(conversation, newest, (d, b, l, s, t) -> {});
    audit.gather();
    conversation.seats().forEach(seat -> here.add(seat.device().user()));
    left.retainAll(here);
    left.removeIf(
        user ->
            audit.unsure.contains(user)
                || audit.furthest.getOrDefault(user, Point.NONE).read() >= seq);
    return left;
  }
}
