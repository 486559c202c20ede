package dev.ferry.client.driver;

import dev.ferry.client.ClientListener;
import dev.ferry.client.ReceivedSignal;
import dev.ferry.client.presence.UserPresence;
import dev.ferry.client.privacy.PrivacyChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells listeners what holds at this moment: of each user only the newest presence, and no signals
 * while much else waits to be told. So a slow listener costs a bounded number of callbacks.
 */
final class Moments {
  /** With so many callbacks waiting, a signal is left out. */
  private static final int WAITING_MAX = 100;

  /** Changes of privacy that wait; beyond it only their version is told. */
  private static final int CHANGES_MAX = 100;

  private final Callbacks callbacks;
  private final Consumer<Consumer<ClientListener>> tellNow;

  /** What is yet to be told; as many as are watched. Guarded by itself. */
  private final Map<String, UserPresence> news = new LinkedHashMap<>();

  /** What is yet to be told. Guarded by itself. */
  private final List<PrivacyChange> changes = new ArrayList<>();

  /**
   * @param tellNow calls all listeners, on the callback thread
   */
  Moments(Callbacks callbacks, Consumer<Consumer<ClientListener>> tellNow) {
    this.callbacks = callbacks;
    this.tellNow = tellNow;
  }

  /** On the driver thread. */
  void presence(List<UserPresence> changed) {
    boolean first;
    synchronized (news) {
      first = news.isEmpty();
      for (UserPresence each : changed) {
        news.put(each.user(), each);
      }
    }
    if (first) {
      callbacks.post(this::tellPresence);
    }
  }

  private void tellPresence() {
    List<UserPresence> told;
    synchronized (news) {
      told = new ArrayList<>(news.values());
      news.clear();
    }
    tellNow.accept(listener -> listener.onPresence(told));
  }

  /**
   * On the driver thread. While much waits to be told, the newest version is all that is said, once
   * for all changes meanwhile.
   */
  void privacy(PrivacyChange change) {
    boolean first;
    synchronized (changes) {
      first = changes.isEmpty();
      if (changes.size() >= CHANGES_MAX) {
        changes.clear();
        changes.add(PrivacyChange.of(change.version()));
      } else {
        changes.add(change);
      }
    }
    if (first) {
      callbacks.post(this::tellPrivacy);
    }
  }

  private void tellPrivacy() {
    List<PrivacyChange> told;
    synchronized (changes) {
      told = new ArrayList<>(changes);
      changes.clear();
    }
    told.forEach(change -> tellNow.accept(listener -> listener.onPrivacy(change)));
  }

  /** On the driver thread. */
  void signal(ReceivedSignal signal) {
    if (callbacks.size() < WAITING_MAX) {
      callbacks.post(() -> tellNow.accept(listener -> listener.onSignal(signal)));
    }
  }
}
