package dev.ferry.client.core;

import dev.ferry.client.FerryException;
import dev.ferry.client.message.MessageRef;
import dev.ferry.client.settings.SettingsChange;
import dev.ferry.protocol.v1.ConversationSettings;
import dev.ferry.protocol.v1.LogPlace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How the user wants its conversations, as this device knows; and what that makes of unread
 * messages. As many states as conversations for which something was set.
 */
final class SettingsBook {
  private final Effects effects;
  private final Cursors cursors;
  private final ServerClock clock;
  private final Consumer<SettingsState> wish;
  private final Map<String, SettingsState> states = new HashMap<>();
  private final Deletions deletions;

  /** Those that changed since they were last kept. */
  private final List<SettingsState> dirty = new ArrayList<>();

  /** What a round of asking covers began when this was counted up. */
  private long round;

  /**
   * The version up to which the newest round of everything told all. What comes late with such a
   * one is told already, or of another life: it was on its way when the settings were lost.
   */
  private long horizon;

  /**
   * All there is is on its way. What is known may be of another life until it has come, and must
   * not make void what is told meanwhile.
   */
  private boolean restarting;

  /** When the next of those that are muted is not any more, by this core's clock. */
  private long unmuteAtMs = Long.MAX_VALUE;

  /**
   * @param wish hears of states that want something of the server
   */
  SettingsBook(Effects effects, Cursors cursors, ServerClock clock, Consumer<SettingsState> wish) {
    this.effects = effects;
    this.cursors = cursors;
    this.clock = clock;
    this.wish = wish;
    this.deletions = new Deletions(effects);
  }

  /** Takes over what an earlier life kept; before the cursors do. */
  void load(Map<String, byte[]> kept) {
    for (Map.Entry<String, byte[]> each : kept.entrySet()) {
      SettingsState state = SettingsWire.state(each.getKey(), each.getValue());
      if (state != null) {
        if (SettingsWire.isMessage(state.subject)) {
          deletions.add(state);
        } else {
          states.put(state.subject, state);
        }
        wish(state);
        touch(state);
      }
    }
  }

  private void wish(SettingsState state) {
    if (state.wants()) {
      wish.accept(state);
    }
  }

  private SettingsState state(String conversation) {
    return states.computeIfAbsent(conversation, key -> new SettingsState(key, key));
  }

  private List<SettingsState> all() {
    List<SettingsState> all = new ArrayList<>(states.values());
    all.addAll(deletions.all());
    return all;
  }

  private void touch(SettingsState state) {
    if (!state.dirty) {
      state.dirty = true;
      dirty.add(state);
    }
  }

  /** The clock was set. */
  void clockSet(long nowMs) {
    unmuteAtMs = nowMs;
  }

  /** Whether something of the conversation is muted; before the time is known all that is set. */
  private boolean isMuted(SettingsState state, long nowMs) {
    return state.isMuted(clock.isKnown() ? clock.at(nowMs) : 0);
  }

  /** Changes something here, and has the server told. */
  void change(
      String conversation,
      SettingsChange change,
      Answer<dev.ferry.client.settings.ConversationSettings> answer) {
    CursorState stand = cursors.state(conversation);
    boolean known = stand != null && stand.epoch() != 0;
    if (!known
        && (Boolean.TRUE.equals(change.hidden()) || Boolean.TRUE.equals(change.markedUnread()))) {
      answer.failed(unknown(conversation));
      return;
    }
    want(state(conversation), SettingsWire.wanted(conversation, change, stand).build(), answer);
  }

  private static FerryException unknown(String conversation) {
    return new FerryException(
        FerryException.Kind.REFUSED,
        "UNKNOWN_CONVERSATION",
        "conversation: " + conversation + " (expected: one that has messages, as far as known)",
        conversation,
        null);
  }

  /** Deletes a message for the user here, and has the server told. */
  void delete(MessageRef message, Answer<dev.ferry.client.settings.ConversationSettings> answer) {
    LogPlace place = SettingsWire.place(message.epoch(), message.seq());
    String conversation = message.conversation();
    String subject = SettingsWire.subject(conversation, place);
    want(
        deletions.state(subject, conversation),
        dev.ferry.protocol.v1.SettingsChange.newBuilder()
            .setConversation(conversation)
            .setDeleted(place)
            .build(),
        answer);
  }

  /** Deletes for the user all that is known of a conversation, and has the server told. */
  void clear(String conversation, Answer<dev.ferry.client.settings.ConversationSettings> answer) {
    CursorState stand = cursors.state(conversation);
    if (stand == null || stand.epoch() == 0 || stand.seq() == 0) {
      answer.failed(unknown(conversation));
      return;
    }
    want(
        state(conversation),
        dev.ferry.protocol.v1.SettingsChange.newBuilder()
            .setConversation(conversation)
            .setCleared(SettingsWire.place(stand.epoch(), stand.seq()))
            .build(),
        answer);
  }

  /** The app shows the conversation: where that moves no cursor, the mark is taken away. */
  void read(String conversation) {
    SettingsState state = states.get(conversation);
    if (state != null && state.isMarked(cursors.state(conversation))) {
      SettingsChange change = SettingsChange.markUnread(false);
      want(state, SettingsWire.wanted(conversation, change, null).build(), null);
    }
  }

  private void want(
      SettingsState state,
      dev.ferry.protocol.v1.SettingsChange change,
      @Nullable Answer<dev.ferry.client.settings.ConversationSettings> answer) {
    touch(state);
    state.want(change, answer);
    wish(state);
  }

  /**
   * The server had these, when it answered, or told of a change.
   *
   * @return false when a page has told what there was at that time, and this is not taken
   */
  boolean take(ConversationSettings settings) {
    if (settings.getVersion() <= horizon) {
      return false;
    }
    SettingsState state = stateOf(settings);
    touch(state);
    state.take(settings);
    return true;
  }

  /** A page of this round has these. */
  void takeFromPage(ConversationSettings settings) {
    SettingsState state = stateOf(settings);
    touch(state);
    state.take(settings, round);
  }

  private SettingsState stateOf(ConversationSettings settings) {
    return settings.hasDeleted()
        ? deletions.state(SettingsWire.subject(settings), settings.getConversation())
        : state(settings.getConversation());
  }

  /** What pages tell from now on is of this round. */
  void beginRound() {
    round++;
  }

  /** All there is comes in this round; what was known up to {@code asOf} is of another life. */
  void distrust(long asOf) {
    restarting = true;
    all().forEach(state -> state.distrust(round, asOf));
  }

  /** All that there was up to {@code asOf} has come in this round. */
  void settleRound(long asOf) {
    horizon = asOf;
    restarting = false;
    for (SettingsState state : all()) {
      touch(state);
      state.settle(round, asOf);
    }
  }

  /** What was being told is over, or refused. */
  void over(SettingsState state, @Nullable FerryException refusal) {
    touch(state);
    for (Answer<dev.ferry.client.settings.ConversationSettings> answer : state.over()) {
      if (refusal == null) {
        answer.answered(state.view(cursors.state(state.conversation)));
      } else {
        answer.failed(refusal);
      }
    }
  }

  /** Nothing will be told any more. */
  void end(FerryException reason) {
    for (SettingsState state : all()) {
      state.abandoned().forEach(answer -> answer.failed(reason));
    }
  }

  /** So many count of a conversation with so many unread: what a badge shows. */
  long weight(CursorState stand, long nowMs) {
    SettingsState state = states.get(stand.conversation);
    long unread = stand.unread();
    if (state == null) {
      return unread;
    }
    if (isMuted(state, nowMs) || state.isHidden(stand)) {
      return 0;
    }
    return state.isMarked(stand) && !stand.isLeft() ? Math.max(1, unread) : unread;
  }

  /** Whether mentions there are on no badge: those of muted conversations are. */
  boolean hides(CursorState stand) {
    SettingsState state = states.get(stand.conversation);
    return state != null && state.isHidden(stand);
  }

  /** A cursor or a log moved on, which may end what holds only so far. */
  void moved(CursorState stand) {
    SettingsState state = states.get(stand.conversation);
    if (state != null) {
      tell(state);
    }
  }

  /** Has kept, and tells the app, what has changed; before the cursors settle. */
  void settle(long nowMs) {
    if (dirty.isEmpty() && nowMs < unmuteAtMs) {
      return;
    }
    for (SettingsState state : dirty) {
      state.dirty = false;
      effects.keepSettings(state.subject, state.kept());
      deletions.review(state);
      if (!SettingsWire.isMessage(state.subject)) {
        tell(state);
        cursors.disturb(state.conversation);
      }
    }
    dirty.clear();
    if (!restarting) {
      deletions.forgetVoid(states);
    }
    deletions.settle();
    unmute(nowMs);
  }

  /** Looks at all that are muted; those that are not any more count again. */
  private void unmute(long nowMs) {
    boolean due = nowMs >= unmuteAtMs;
    unmuteAtMs = Long.MAX_VALUE;
    for (SettingsState state : states.values()) {
      long untilMs = state.shown().getMutedUntilMs();
      if (untilMs == 0) {
        continue;
      }
      if (due) {
        cursors.disturb(state.conversation);
      }
      if (clock.isKnown() && untilMs > clock.at(nowMs)) {
        unmuteAtMs = Math.min(unmuteAtMs, clock.here(untilMs));
      }
    }
  }

  /** When {@link #settle} can do something next, in milliseconds. */
  long nextMs() {
    return unmuteAtMs;
  }

  private void tell(SettingsState state) {
    dev.ferry.client.settings.ConversationSettings view =
        state.view(cursors.state(state.conversation));
    if (!view.equals(state.told)) {
      state.told = view;
      effects.settings(view);
    }
  }
}
