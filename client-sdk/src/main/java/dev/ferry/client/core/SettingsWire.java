package dev.ferry.client.core;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.ferry.protocol.v1.ConversationSettings;
import dev.ferry.protocol.v1.LogPlace;
import dev.ferry.protocol.v1.SettingsChange;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Settings of conversations as the wire and the local store have them. */
final class SettingsWire {
  private SettingsWire() {}

  /** What two changes are together, of which the second came later. */
  static SettingsChange both(SettingsChange first, SettingsChange second) {
    SettingsChange.Builder both = first.toBuilder();
    if (second.hasMutedUntilMs()) {
      both.setMutedUntilMs(second.getMutedUntilMs());
    }
    if (second.hasPinned()) {
      both.setPinned(second.getPinned());
    }
    // Set and not merged: a place that is taken away has the numbers 0.
    if (second.hasHidden()) {
      both.setHidden(second.getHidden());
    }
    if (second.hasMarked()) {
      both.setMarked(second.getMarked());
    }
    if (second.hasRemark()) {
      both.setRemark(second.getRemark());
    }
    if (second.hasDraft()) {
      both.setDraft(second.getDraft());
    }
    if (second.hasDeleted()) {
      both.setDeleted(second.getDeleted());
    }
    if (second.hasCleared() && isBeyond(second.getCleared(), both.getCleared())) {
      both.setCleared(second.getCleared());
    }
    return both.build();
  }

  /** What the settings are by a change. */
  static ConversationSettings changed(ConversationSettings before, SettingsChange change) {
    ConversationSettings.Builder after = before.toBuilder();
    if (change.hasMutedUntilMs()) {
      after.setMutedUntilMs(change.getMutedUntilMs());
    }
    if (change.hasPinned()) {
      after.setPinned(change.getPinned());
    }
    if (change.hasHidden()) {
      after.setHidden(change.getHidden());
    }
    if (change.hasMarked()) {
      after.setMarked(change.getMarked());
    }
    if (change.hasRemark()) {
      after.setRemark(change.getRemark());
    }
    if (change.hasDraft()) {
      after.setDraft(change.getDraft());
    }
    if (change.hasDeleted()) {
      after.setDeleted(change.getDeleted());
    }
    if (change.hasCleared() && isBeyond(change.getCleared(), after.getCleared())) {
      after.setCleared(change.getCleared());
    }
    return after.build();
  }

  /** Whether one place is in a later life of the log, or further on in the same. */
  static boolean isBeyond(LogPlace one, LogPlace other) {
    return one.getEpoch() > other.getEpoch()
        || (one.getEpoch() == other.getEpoch() && one.getSeq() > other.getSeq());
  }

  /** What a record is about: a conversation by its id, or a message by that and its place. */
  static String subject(ConversationSettings settings) {
    return settings.hasDeleted()
        ? subject(settings.getConversation(), settings.getDeleted())
        : settings.getConversation();
  }

  static String subject(String conversation, LogPlace message) {
    return conversation + " " + message.getEpoch() + "." + message.getSeq();
  }

  /** Whether it names a message: ids of conversations have no spaces. */
  static boolean isMessage(String subject) {
    return subject.indexOf(' ') >= 0;
  }

  static SettingsChange.Builder wanted(
      String conversation,
      dev.ferry.client.settings.SettingsChange change,
      @Nullable CursorState stand) {
    SettingsChange.Builder wanted = SettingsChange.newBuilder().setConversation(conversation);
    if (change.mutedUntilMs() != null) {
      wanted.setMutedUntilMs(change.mutedUntilMs());
    }
    if (change.pinned() != null) {
      wanted.setPinned(change.pinned());
    }
    if (change.hidden() != null) {
      wanted.setHidden(
          change.hidden() && stand != null ? place(stand.epoch(), stand.seq()) : place(0, 0));
    }
    if (change.markedUnread() != null) {
      wanted.setMarked(
          change.markedUnread() && stand != null
              ? place(stand.epoch(), stand.readOrWanted())
              : place(0, 0));
    }
    if (change.remark() != null) {
      wanted.setRemark(change.remark());
    }
    if (change.draft() != null) {
      wanted.setDraft(change.draft());
    }
    return wanted;
  }

  static LogPlace place(long epoch, long seq) {
    return LogPlace.newBuilder().setEpoch(epoch).setSeq(seq).build();
  }

  /** What is set, whenever that was. */
  static ConversationSettings view(ConversationSettings settings) {
    ConversationSettings.Builder view = settings.toBuilder().clearVersion().clearPrevious();
    if (settings.getHidden().getEpoch() == 0) {
      view.clearHidden();
    }
    if (settings.getMarked().getEpoch() == 0) {
      view.clearMarked();
    }
    return view.build();
  }

  /** Whether nothing is set. */
  static boolean isDefault(ConversationSettings settings) {
    return settings.getMutedUntilMs() == 0
        && !settings.getPinned()
        && settings.getHidden().getEpoch() == 0
        && settings.getMarked().getEpoch() == 0
        && settings.getRemark().isEmpty()
        && settings.getDraft().isEmpty()
        && !settings.hasDeleted()
        && !settings.hasCleared();
  }

  /**
   * For the local store: the length of what the server is known to have, that, and what it has yet
   * to be told.
   */
  static byte[] kept(ConversationSettings known, SettingsChange wanted) {
    byte[] first = known.toByteArray();
    byte[] second = wanted.toByteArray();
    return ByteBuffer.allocate(Integer.BYTES + first.length + second.length)
        .putInt(first.length)
        .put(first)
        .put(second)
        .array();
  }

  /** What was kept; null when it cannot be read. */
  static @Nullable SettingsState state(String subject, byte[] kept) {
    ByteBuffer bytes = ByteBuffer.wrap(kept);
    try {
      byte[] known = new byte[bytes.getInt()];
      bytes.get(known);
      byte[] wanted = new byte[bytes.remaining()];
      bytes.get(wanted);
      return new SettingsState(
          subject, ConversationSettings.parseFrom(known), SettingsChange.parseFrom(wanted));
    } catch (InvalidProtocolBufferException
        | BufferUnderflowException
        | NegativeArraySizeException e) {
      return null;
    }
  }
}
