package dev.ferry.client.driver;

import dev.ferry.client.ClientListener;
import dev.ferry.client.ConversationCursor;
import dev.ferry.client.settings.ConversationSettings;
import dev.ferry.client.store.LocalStore;
import dev.ferry.client.store.Tally;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What is unread, and news of cursors on their way to the app and the store: of each cursor and
 * each count the newest only, so that a slow listener costs no more than there are conversations.
 * Told on the driver thread, read on any.
 */
final class CursorNews {
  private final Callbacks callbacks;
  private final Consumer<Consumer<ClientListener>> listeners;
  private final LocalStore store;

  /** Of conversations for which something is set. Written on the driver thread, read on any. */
  private final Map<String, ConversationSettings> settings = new ConcurrentHashMap<>();

  /** Of conversations with something unread. Written on the driver thread, read on any. */
  private final Map<String, Long> unread = new ConcurrentHashMap<>();

  /** Written on the driver thread, read on any. */
  private volatile long total;

  /** Seqs, of conversations with unread mentions. Written on the driver thread, read on any. */
  private final Map<String, List<Long>> mentions = new ConcurrentHashMap<>();

  /** Written on the driver thread, read on any. */
  private volatile int mentionsTotal;

  /** What the app and the store have yet to be told, by what it is about; guarded by this. */
  private Map<String, Runnable> waiting = new LinkedHashMap<>();

  /**
   * @param listeners calls each listener; on the callback thread
   */
  CursorNews(Callbacks callbacks, Consumer<Consumer<ClientListener>> listeners, LocalStore store) {
    this.callbacks = callbacks;
    this.listeners = listeners;
    this.store = store;
  }

  long unread(String conversation) {
    return unread.getOrDefault(conversation, 0L);
  }

  long unreadTotal() {
    return total;
  }

  void unread(String conversation, long count, long ofAll) {
    if (count == 0) {
      unread.remove(conversation);
    } else {
      unread.put(conversation, count);
    }
    total = ofAll;
    tell("unread " + conversation, listener -> listener.onUnread(conversation, count, ofAll));
  }

  List<Long> mentions(String conversation) {
    return mentions.getOrDefault(conversation, Collections.emptyList());
  }

  int mentionsTotal() {
    return mentionsTotal;
  }

  void mentions(String conversation, List<Long> seqs, int ofAll) {
    if (seqs.isEmpty()) {
      mentions.remove(conversation);
    } else {
      mentions.put(conversation, seqs);
    }
    mentionsTotal = ofAll;
    tell(
        "mentions " + conversation,
        listener -> listener.onUnreadMentions(conversation, seqs.size(), ofAll));
  }

  void cursor(ConversationCursor cursor) {
    tell(
        "cursor " + cursor.conversation() + " " + cursor.user(),
        listener -> listener.onCursor(cursor));
  }

  void receiptsChanged(String conversation) {
    tell("receipts " + conversation, listener -> listener.onReceiptsChanged(conversation));
  }

  ConversationSettings settings(String conversation) {
    return settings.getOrDefault(conversation, ConversationSettings.none(conversation));
  }

  List<ConversationSettings> allSettings() {
    return new ArrayList<>(settings.values());
  }

  void settings(ConversationSettings now) {
    if (now.equals(ConversationSettings.none(now.conversation()))) {
      settings.remove(now.conversation());
    } else {
      settings.put(now.conversation(), now);
    }
    tell("settings " + now.conversation(), listener -> listener.onSettings(now));
  }

  void keepSettings(String conversation, byte[] bytes) {
    // Where it is already in line it stays: before a version that was told after it.
    tell("kept " + conversation, () -> store.saveSettings(conversation, bytes), false);
  }

  void settingsVersion(long version) {
    tell("settings", () -> store.saveSettingsVersion(version));
  }

  void tally(String conversation, Tally tally) {
    tell("tally " + conversation, () -> store.saveTally(conversation, tally));
  }

  private void tell(String subject, Consumer<ClientListener> call) {
    tell(subject, () -> listeners.accept(call));
  }

  private void tell(String subject, Runnable news) {
    tell(subject, news, true);
  }

  private synchronized void tell(String subject, Runnable news, boolean last) {
    if (waiting.isEmpty()) {
      // Also once the client is closed: what was read before is to be kept.
      callbacks.postVital(this::tellAll);
    }
    if (last) {
      // The newest last: behind what came before it.
      waiting.remove(subject);
    }
    waiting.put(subject, news);
  }

  /** Callback thread only. */
  private void tellAll() {
    Map<String, Runnable> now;
    synchronized (this) {
      now = waiting;
      waiting = new LinkedHashMap<>();
    }
    now.values().forEach(Callbacks::runGuarded);
  }
}
