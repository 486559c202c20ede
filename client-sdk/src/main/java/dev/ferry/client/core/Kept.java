package dev.ferry.client.core;

import dev.ferry.client.store.InMemoryStore;
import dev.ferry.client.store.LocalStore;
import dev.ferry.client.store.OutgoingMessage;
import dev.ferry.client.store.Position;
import dev.ferry.client.store.Tally;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What an earlier life of a device left in its store, read once. */
public final class Kept {
  final List<OutgoingMessage> outgoing;
  final Map<String, Position> positions;
  final Map<String, Tally> tallies;
  final long headsVersion;
  final Map<String, byte[]> settings;
  final long settingsVersion;

  /**
   * Versions first: a client of before may still be saving, if its end took too long, and a version
   * must vouch for no more than what is read after it.
   */
  private Kept(LocalStore store) {
    long keptHeadsVersion = store.loadHeadsVersion();
    long keptSettingsVersion = store.loadSettingsVersion();
    outgoing = store.loadOutgoing();
    positions = store.loadPositions();
    Map<String, Tally> keptTallies = store.loadTallies();
    tallies = keptTallies == null ? Collections.emptyMap() : keptTallies;
    headsVersion = keptTallies == null || lacksMentions() ? 0 : keptHeadsVersion;
    Map<String, byte[]> keptSettings = store.loadSettings();
    settings = keptSettings == null ? Collections.emptyMap() : keptSettings;
    settingsVersion = keptSettings == null ? 0 : keptSettingsVersion;
  }

  /** Whether the store, or the client that filled it, keeps nothing of mentions. */
  private boolean lacksMentions() {
    return tallies.values().stream().anyMatch(tally -> tally.mentions() == null);
  }

  /** Throws what the store throws. */
  public static Kept in(LocalStore store) {
    return new Kept(store);
  }

  /** Of a device that never lived. */
  public static Kept nothing() {
    return new Kept(new InMemoryStore());
  }
}
