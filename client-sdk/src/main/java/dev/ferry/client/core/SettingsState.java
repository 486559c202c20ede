package dev.ferry.client.core;

import dev.ferry.client.message.DeletedForMe;
import dev.ferry.protocol.v1.ConversationSettings;
import dev.ferry.protocol.v1.LogPlace;
import dev.ferry.protocol.v1.SettingsChange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the user wants one conversation, or one message: what the server is known to have, what it is
 * being told, and what it is to be told next; the later ones cover the earlier.
 */
final class SettingsState {
  /** As {@link SettingsWire#subject} gives it. */
  final String subject;

  final String conversation;
  private final SettingsChange nothing;

  private ConversationSettings known;
  private SettingsChange sent;
  private SettingsChange wanted;

  /** In which round of asking the known ones were told; nobody compares those of others. */
  private long round;

  /** Who waits for what is being told, and for what is wanted. */
  private List<Answer<dev.ferry.client.settings.ConversationSettings>> sentFor = new ArrayList<>();

  private List<Answer<dev.ferry.client.settings.ConversationSettings>> wantedFor =
      new ArrayList<>();

  /** What the app was told last. */
  dev.ferry.client.settings.ConversationSettings told;

  /** What the app was told last to be deleted. */
  @Nullable DeletedForMe toldDeleted;

  /** Up to where those of messages were looked through that this makes superfluous. */
  LogPlace swept = LogPlace.getDefaultInstance();

  /** Whether a change waits to be kept. */
  boolean dirty;

  SettingsState(String subject, String conversation) {
    this(
        subject,
        ConversationSettings.newBuilder().setConversation(conversation).build(),
        SettingsChange.newBuilder().setConversation(conversation).build());
  }

  SettingsState(String subject, ConversationSettings known, SettingsChange wanted) {
    this.subject = subject;
    this.conversation = known.getConversation();
    this.nothing = SettingsChange.newBuilder().setConversation(conversation).build();
    this.known = known;
    this.sent = nothing;
    this.wanted = wanted;
    this.told = dev.ferry.client.settings.ConversationSettings.none(conversation);
  }

  /** As the user wants it, as far as this device knows. */
  ConversationSettings shown() {
    return SettingsWire.changed(SettingsWire.changed(known, sent), wanted);
  }

  /** The server has, or had, these; what is older than what is known says nothing. */
  void take(ConversationSettings settings) {
    if (settings.getVersion() >= known.getVersion()) {
      known = settings;
    }
  }

  /** The same, told by a page. */
  void take(ConversationSettings settings, long inRound) {
    take(settings);
    round = inRound;
  }

  /**
   * What is known is of another life of the settings, if it was not told by this round's pages and
   * is not newer than they are.
   */
  void distrust(long inRound, long asOf) {
    if (round != inRound && known.getVersion() <= asOf) {
      known = known.toBuilder().setVersion(0).build();
    }
  }

  /** All that was set then was told in this round: what was not is not set any more. */
  void settle(long inRound, long asOf) {
    if (round != inRound && known.getVersion() <= asOf) {
      known = ConversationSettings.newBuilder().setConversation(conversation).build();
      round = inRound;
    }
  }

  void want(
      SettingsChange change,
      @Nullable Answer<dev.ferry.client.settings.ConversationSettings> answer) {
    wanted = SettingsWire.both(wanted, change);
    if (answer != null) {
      wantedFor.add(answer);
    }
  }

  boolean wants() {
    return !wanted.equals(nothing);
  }

  SettingsChange wanted() {
    return wanted;
  }

  /** Goes to the server now. */
  void sending() {
    sent = wanted;
    wanted = nothing;
    sentFor = wantedFor;
    wantedFor = new ArrayList<>();
  }

  /** Did not get there, or nobody knows; it has no harm if it did. */
  void again() {
    wanted = SettingsWire.both(sent, wanted);
    sent = nothing;
    sentFor.addAll(wantedFor);
    wantedFor = sentFor;
    sentFor = new ArrayList<>();
  }

  /** Is over; who waited for it. */
  List<Answer<dev.ferry.client.settings.ConversationSettings>> over() {
    sent = nothing;
    List<Answer<dev.ferry.client.settings.ConversationSettings>> waited = sentFor;
    sentFor = new ArrayList<>();
    return waited;
  }

  /** Whether the server has yet to be told something, or to answer. */
  boolean isOpen() {
    return wants() || !sent.equals(nothing);
  }

  /** What is deleted by this, as far as this device knows; null for nothing. */
  @Nullable DeletedForMe deleted() {
    ConversationSettings settings = shown();
    if (settings.hasDeleted()) {
      LogPlace place = settings.getDeleted();
      return DeletedForMe.message(conversation, place.getEpoch(), place.getSeq());
    }
    LogPlace place = settings.getCleared();
    return place.getEpoch() == 0
        ? null
        : DeletedForMe.upTo(conversation, place.getEpoch(), place.getSeq());
  }

  /** Up to where the server is known to have everything deleted. */
  LogPlace cleared() {
    return known.getCleared();
  }

  /** What is under way stays to be told in a later life; who waited for it. */
  List<Answer<dev.ferry.client.settings.ConversationSettings>> abandoned() {
    List<Answer<dev.ferry.client.settings.ConversationSettings>> waited = new ArrayList<>(sentFor);
    waited.addAll(wantedFor);
    sentFor.clear();
    wantedFor.clear();
    return waited;
  }

  /** For a later life; empty for nothing. */
  byte[] kept() {
    SettingsChange open = SettingsWire.both(sent, wanted);
    return SettingsWire.isDefault(known) && open.equals(nothing)
        ? new byte[0]
        : SettingsWire.kept(known, open);
  }

  /** Whether it is muted until later than that. */
  boolean isMuted(long serverTimeMs) {
    return shown().getMutedUntilMs() > serverTimeMs;
  }

  boolean isHidden(@Nullable CursorState stand) {
    LogPlace place = shown().getHidden();
    return place.getEpoch() != 0
        && (stand == null
            || stand.epoch() == 0
            || (stand.epoch() == place.getEpoch() && stand.seq() <= place.getSeq()));
  }

  boolean isMarked(@Nullable CursorState stand) {
    LogPlace place = shown().getMarked();
    return place.getEpoch() != 0
        && (stand == null
            || stand.epoch() == 0
            || (stand.epoch() == place.getEpoch() && stand.readOrWanted() <= place.getSeq()));
  }

  dev.ferry.client.settings.ConversationSettings view(@Nullable CursorState stand) {
    ConversationSettings settings = shown();
    return dev.ferry.client.settings.ConversationSettings.none(conversation)
        .withMutedUntilMs(settings.getMutedUntilMs())
        .withPinned(settings.getPinned())
        .withHidden(isHidden(stand))
        .withMarkedUnread(isMarked(stand))
        .withTexts(settings.getRemark(), settings.getDraft());
  }
}
