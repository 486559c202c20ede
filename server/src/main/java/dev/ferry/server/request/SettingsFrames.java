package dev.ferry.server.request;

import dev.ferry.protocol.v1.ConversationSettings;
import dev.ferry.protocol.v1.SettingsChange;
import dev.ferry.server.model.LogPlace;
import dev.ferry.server.model.Preferences;

/** Settings of conversations as the wire has them. */
final class SettingsFrames {
  private SettingsFrames() {}

  static Preferences wanted(SettingsChange change) {
    return new Preferences(
        change.hasMutedUntilMs() ? change.getMutedUntilMs() : null,
        change.hasPinned() ? change.getPinned() : null,
        change.hasHidden() ? place(change.getHidden()) : null,
        change.hasMarked() ? place(change.getMarked()) : null,
        change.hasRemark() ? change.getRemark() : null,
        change.hasDraft() ? change.getDraft() : null,
        change.hasCleared() ? place(change.getCleared()) : null,
        change.hasDeleted() ? place(change.getDeleted()) : null);
  }

  static ConversationSettings settings(dev.ferry.server.model.ConversationSettings settings) {
    Preferences set = settings.preferences();
    ConversationSettings.Builder wire =
        ConversationSettings.newBuilder()
            .setConversation(settings.conversation().value())
            .setVersion(settings.version())
            .setPrevious(settings.previous());
    if (set.mutedUntilMs() != null) {
      wire.setMutedUntilMs(set.mutedUntilMs());
    }
    if (set.pinned() != null) {
      wire.setPinned(set.pinned());
    }
    if (set.hidden() != null) {
      wire.setHidden(place(set.hidden()));
    }
    if (set.marked() != null) {
      wire.setMarked(place(set.marked()));
    }
    if (set.remark() != null) {
      wire.setRemark(set.remark());
    }
    if (set.draft() != null) {
      wire.setDraft(set.draft());
    }
    if (set.cleared() != null) {
      wire.setCleared(place(set.cleared()));
    }
    if (set.deleted() != null) {
      wire.setDeleted(place(set.deleted()));
    }
    return wire.build();
  }

  private static LogPlace place(dev.ferry.protocol.v1.LogPlace place) {
    return new LogPlace(place.getEpoch(), place.getSeq());
  }

  private static dev.ferry.protocol.v1.LogPlace place(LogPlace place) {
    return dev.ferry.protocol.v1.LogPlace.newBuilder()
        .setEpoch(place.epoch())
        .setSeq(place.seq())
        .build();
  }
}
