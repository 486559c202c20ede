package dev.ferry.client.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Forgets everything when the process ends. Safe for use from any thread; successive clients of the
 * same device may share one.
 */
public final class InMemoryStore implements LocalStore {
  /** Guarded by this. */
  private final Map<UUID, OutgoingMessage> outgoing = new LinkedHashMap<>();

  /** Guarded by this. */
  private final Map<String, Position> positions = new HashMap<>();

  /** Guarded by this. */
  private final Map<String, Tally> tallies = new HashMap<>();

  /** Guarded by this. */
  private final Map<String, byte[]> settings = new HashMap<>();

  /** Guarded by this. */
  private long settingsVersion;

  /** Guarded by this. */
  private long headsVersion;

  @Override
  public synchronized void addOutgoing(OutgoingMessage message) {
    outgoing.put(message.id(), message);
  }

  @Override
  public synchronized void removeOutgoing(OutgoingMessage message) {
    outgoing.remove(message.id());
  }

  @Override
  public synchronized List<OutgoingMessage> loadOutgoing() {
    return new ArrayList<>(outgoing.values());
  }

  @Override
  public synchronized void savePosition(String conversation, Position position) {
    positions.put(conversation, position);
  }

  @Override
  public synchronized Map<String, Position> loadPositions() {
    return new HashMap<>(positions);
  }

  @Override
  public synchronized void saveHeadsVersion(long version) {
    headsVersion = version;
  }

  @Override
  public synchronized long loadHeadsVersion() {
    return headsVersion;
  }

  @Override
  public synchronized void saveTally(String conversation, Tally tally) {
    tallies.put(conversation, tally);
  }

  @Override
  public synchronized Map<String, Tally> loadTallies() {
    return new HashMap<>(tallies);
  }

  @Override
  public synchronized void saveSettings(String conversation, byte[] bytes) {
    if (bytes.length == 0) {
      settings.remove(conversation);
    } else {
      settings.put(conversation, bytes);
    }
  }

  @Override
  public synchronized Map<String, byte[]> loadSettings() {
    return new HashMap<>(settings);
  }

  @Override
  public synchronized void saveSettingsVersion(long version) {
    settingsVersion = version;
  }

  @Override
  public synchronized long loadSettingsVersion() {
    return settingsVersion;
  }
}
