package dev.ferry.client.core;

import dev.ferry.client.message.DeletedForMe;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The messages that the user has deleted for itself, each a state beside those of conversations,
 * and news of them. As many as the server keeps, and those that it has yet to be told of.
 */
final class Deletions {
  private final Effects effects;
  private final Map<String, SettingsState> states = new HashMap<>();
  private final List<DeletedForMe> added = new ArrayList<>();
  private final List<DeletedForMe> undone = new ArrayList<>();

  /** Those that may say nothing any more. */
  private final List<SettingsState> suspects = new ArrayList<>();

  /** A conversation was cleared further, so all may. */
  private boolean sweep;

  Deletions(Effects effects) {
    this.effects = effects;
  }

  SettingsState state(String subject, String conversation) {
    return states.computeIfAbsent(subject, key -> new SettingsState(key, conversation));
  }

  void add(SettingsState state) {
    states.put(state.subject, state);
  }

  Collection<SettingsState> all() {
    return states.values();
  }

  /** What a state deletes may have changed, of a message or of a conversation. */
  void review(SettingsState state) {
    DeletedForMe deleted = state.deleted();
    DeletedForMe before = state.toldDeleted;
    if (SettingsWire.isMessage(state.subject)) {
      suspects.add(state);
    } else if (!state.cleared().equals(state.swept)) {
      state.swept = state.cleared();
      sweep = true;
    }
    if (Objects.equals(deleted, before)) {
      return;
    }
    state.toldDeleted = deleted;
    if (before != null) {
      undone.add(before);
    }
    if (deleted != null) {
      added.add(deleted);
    }
  }

  /** Forgets what says nothing any more. */
  void forgetVoid(Map<String, SettingsState> conversations) {
    for (SettingsState state : sweep ? new ArrayList<>(states.values()) : suspects) {
      if (!state.isOpen() && isVoid(state, conversations.get(state.conversation))) {
        forget(state);
      }
    }
    sweep = false;
    suspects.clear();
  }

  /** Tells what there is to tell. */
  void settle() {
    if (!added.isEmpty() || !undone.isEmpty()) {
      effects.deleted(new ArrayList<>(added), new ArrayList<>(undone));
      added.clear();
      undone.clear();
    }
  }

  private void forget(SettingsState state) {
    states.remove(state.subject);
    effects.keepSettings(state.subject, new byte[0]);
    if (state.toldDeleted != null) {
      undone.add(state.toldDeleted);
    }
  }

  /** Whether the message is not deleted, or is so with everything up to it. */
  private static boolean isVoid(SettingsState state, @Nullable SettingsState conversation) {
    return !state.shown().hasDeleted()
        || (conversation != null
            && !SettingsWire.isBeyond(state.shown().getDeleted(), conversation.cleared()));
  }
}
