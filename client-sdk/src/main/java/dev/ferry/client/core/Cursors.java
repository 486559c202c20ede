package dev.ferry.client.core;

import dev.ferry.client.ConversationCursor;
import dev.ferry.client.ConversationIds;
import dev.ferry.client.store.Position;
import dev.ferry.client.store.Tally;
import dev.ferry.protocol.v1.Cursor;
import dev.ferry.protocol.v1.CursorMove;
import dev.ferry.protocol.v1.CursorPush;
import dev.ferry.protocol.v1.GroupChange;
import dev.ferry.protocol.v1.Head;
import dev.ferry.protocol.v1.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is unread, and how far the user and its peers have come: from heads, messages and pushes of
 * cursors. As many states as there are conversations.
 */
final class Cursors {
  /** Hears of conversations whose cursor the server has yet to be told of. */
  interface Wish {
    void wants(CursorState state);
  }

  private final String user;
  private final boolean reporting;
  private final Effects effects;
  private final Wish wish;
  private final Map<String, CursorState> states = new HashMap<>();

  /** Those that changed since they were last kept, and told. */
  private final List<CursorState> changed = new ArrayList<>();

  private long total;
  private int mentionsTotal;

  /** Settings of conversations; null until {@link #weigh}. */
  private @Nullable SettingsBook settings;

  /** What counts in the total depends on settings, which depend on what is known here. */
  void weigh(SettingsBook bySettings) {
    settings = bySettings;
  }

  /** Where a conversation stands; null when nothing is known of it. */
  @Nullable CursorState state(String conversation) {
    return states.get(conversation);
  }

  /** What counts of a conversation may be something else now. */
  void disturb(String conversation) {
    CursorState state = states.get(conversation);
    if (state != null) {
      touch(state);
    }
  }

  private long weight(CursorState state, long nowMs) {
    return settings == null ? state.unread() : settings.weight(state, nowMs);
  }

  /**
   * @param reporting whether the server is told what this device has received
   */
  Cursors(String user, boolean reporting, Effects effects, Wish wish) {
    this.user = user;
    this.reporting = reporting;
    this.effects = effects;
    this.wish = wish;
  }

  /**
   * Takes over what an earlier life kept: what it has read and received, and told nobody of, is
   * told now.
   */
  void load(Map<String, Tally> kept, Map<String, Position> positions) {
    for (Map.Entry<String, Tally> each : kept.entrySet()) {
      CursorState state = CursorState.of(each.getKey(), each.getValue());
      states.put(each.getKey(), state);
      // Muting ends by the server's clock, which no life knows before its first login.
      state.toldWeight = weight(state, 0);
      total += state.toldWeight;
      effects.unread(state.conversation, state.toldUnread, total);
      state.toldMentionWeight = mentionWeight(state);
      mentionsTotal += state.toldMentionWeight;
      if (!state.toldMentions.isEmpty()) {
        effects.mentions(state.conversation, state.toldMentions, mentionsTotal);
      }
      wish(state);
      Position position = positions.get(state.conversation);
      if (position != null && position.epoch() == state.epoch()) {
        received(state.conversation, position);
      }
    }
  }

  private int mentionWeight(CursorState state) {
    return settings != null && settings.hides(state) ? 0 : state.unreadMentions().size();
  }

  private CursorState state(String conversation, long epoch) {
    CursorState state = states.computeIfAbsent(conversation, CursorState::new);
    state.in(epoch);
    touch(state);
    return state;
  }

  private void touch(CursorState state) {
    if (!state.listed) {
      state.listed = true;
      changed.add(state);
    }
  }

  /** How far a log goes, of the life that is believed; a head without a cursor says no more. */
  void head(Head head) {
    CursorState state = state(head.getConversation(), head.getEpoch());
    state.left(head.getLeft(), head.getSeq());
    if (head.hasOwn()) {
      own(state, head.getOwn());
      state.reaches(head.getSeq(), head.getCount());
      state.mentions.list(head.getSeq(), head.getMentionSeqsList());
      state.mentions.read(state.read());
    }
    if (head.hasPeer()) {
      peer(state, head.getPeer().getDelivered(), head.getPeer().getRead());
    }
    wish(state);
  }

  /**
   * The log has this entry. Whoever sent a message has read everything before it; who did something
   * to one may have read just that.
   */
  void message(Message message) {
    CursorState state = state(message.getConversation(), message.getEpoch());
    long seq = message.getSeq();
    boolean mine = message.getSender().equals(user);
    if (state.isUncounted(message.getCount())) {
      return;
    }
    if (message.hasChange()) {
      change(state, message);
    } else if (message.hasOperation()) {
      state.reaches(seq, message.getCount());
      return;
    } else if (mine) {
      own(state, at(message));
    } else if (isDirect(message.getConversation())) {
      peer(state, seq, seq);
    }
    state.reaches(seq, message.getCount());
  }

  /**
   * The app was given this entry, so it can have read it: maybe before a push tells of it. What is
   * not newer than the newest that is known says nothing: since then others have read further, or
   * the user has left.
   */
  void shown(Message message) {
    CursorState state = states.get(message.getConversation());
    if (state != null
        && state.seq() > 0
        && state.epoch() == message.getEpoch()
        && state.seq() < message.getSeq()) {
      message(message);
    }
  }

  /**
   * An entry in its turn. Of a page it may be one that mentions nobody any more, because it was
   * recalled; silent ones do not count as unread.
   */
  void applied(Message message) {
    CursorState state = states.get(message.getConversation());
    if (state == null || state.epoch() != message.getEpoch()) {
      return;
    }
    long seq = message.getSeq();
    if (message.getOperation().hasRecall()) {
      state.mentions.recall(seq, message.getOperation().getTargetSeq());
    } else {
      boolean open = seq > state.read() && !message.getOutcome().hasRecalled();
      state.mentions.entry(seq, open && mentionsMe(message));
    }
    touch(state);
  }

  private boolean mentionsMe(Message message) {
    return (message.getMentionAll() || message.getMentionsList().contains(user))
        && !message.getSender().equals(user)
        && !message.getContent().getSilent();
  }

  /** Who comes into a group has nothing unread there, and who leaves it neither. */
  private void change(CursorState state, Message message) {
    GroupChange change = message.getChange();
    boolean concerned = change.getUsersList().contains(user);
    switch (change.getKind()) {
      case DISMISSED:
        state.left(true, message.getSeq());
        break;
      case REMOVED:
      case LEFT:
        if (concerned) {
          state.left(true, message.getSeq());
        }
        break;
      case CREATED:
      case ADDED:
      case JOINED:
        if (concerned) {
          state.left(false, message.getSeq());
          own(state, at(message));
        }
        break;
      default:
        break;
    }
  }

  /** The cursor of who has read up to this message. */
  private static Cursor at(Message message) {
    return Cursor.newBuilder()
        .setDelivered(message.getSeq())
        .setRead(message.getSeq())
        .setReadCount(message.getCount())
        .build();
  }

  /** Somebody's cursor moved, in the life of the log that is known; of another one heads tell. */
  void push(CursorPush push) {
    CursorState known = states.get(push.getConversation());
    if (known != null && known.epoch() != 0 && known.epoch() != push.getEpoch()) {
      return;
    }
    CursorState state = state(push.getConversation(), push.getEpoch());
    if (push.getUser().equals(user)) {
      own(state, push.getCursor());
    } else if (isDirect(push.getConversation())) {
      peer(state, push.getCursor().getDelivered(), push.getCursor().getRead());
    }
  }

  private static boolean isDirect(String conversation) {
    return !ConversationIds.isGroup(conversation);
  }

  private void own(CursorState state, Cursor cursor) {
    if (state.own(cursor)) {
      effects.cursor(
          new ConversationCursor(
              state.conversation, user, state.epoch(), state.delivered(), state.read()));
    }
  }

  private void peer(CursorState state, long delivered, long read) {
    if (state.peer(delivered, read)) {
      effects.cursor(
          new ConversationCursor(
              state.conversation,
              ConversationIds.peer(state.conversation, user),
              state.epoch(),
              state.peerDelivered(),
              state.peerRead()));
    }
  }

  /** This device has received a conversation up to here. */
  void received(String conversation, Position position) {
    if (reporting && position.seq() > 0) {
      CursorState state = state(conversation, position.epoch());
      state.wantDelivered(position.seq());
      wish(state);
    }
  }

  /** The app has shown a conversation up to here. */
  void read(String conversation, long seq) {
    CursorState state = states.computeIfAbsent(conversation, CursorState::new);
    touch(state);
    state.wantRead(seq);
    wish(state);
  }

  private void wish(CursorState state) {
    if (state.wants()) {
      wish.wants(state);
    }
  }

  /** How far the user has read a conversation, as the server is known to have it. */
  long known(String conversation) {
    CursorState state = states.get(conversation);
    return state == null ? 0 : state.read();
  }

  /** What was told to the server was answered. */
  void told(CursorState state, long delivered, long read) {
    state.told(delivered, read);
    touch(state);
    wish(state);
  }

  /** The user was not in the conversation any more, or not yet again, when it had come to there. */
  void refused(CursorState state, CursorMove move) {
    if (state.epoch() == move.getEpoch()) {
      state.left(true, Math.max(move.getDelivered(), move.getRead()));
      touch(state);
    }
  }

  /** Tells the app, and has kept, what has changed. */
  void settle(long nowMs) {
    for (CursorState state : changed) {
      state.listed = false;
      long unread = state.unread();
      long weight = weight(state, nowMs);
      if (settings != null) {
        settings.moved(state);
      }
      if (unread != state.toldUnread || weight != state.toldWeight) {
        total += weight - state.toldWeight;
        state.toldUnread = unread;
        state.toldWeight = weight;
        effects.unread(state.conversation, unread, total);
      }
      settleMentions(state);
      if (state.epoch() != 0) {
        effects.tally(state.conversation, state.tally());
      }
    }
    changed.clear();
  }

  private void settleMentions(CursorState state) {
    List<Long> mentions = state.unreadMentions();
    int weight = mentionWeight(state);
    if (weight != state.toldMentionWeight || !mentions.equals(state.toldMentions)) {
      mentionsTotal += weight - state.toldMentionWeight;
      state.toldMentions = mentions;
      state.toldMentionWeight = weight;
      effects.mentions(state.conversation, mentions, mentionsTotal);
    }
  }
}
