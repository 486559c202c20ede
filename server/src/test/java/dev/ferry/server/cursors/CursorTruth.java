package dev.ferry.server.cursors;

import dev.ferry.client.SendReceipt;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the cursors must be, by what was sent and read; whatever way it took. */
final class CursorTruth {
  private final Map<String, Long> read = new ConcurrentHashMap<>();

  private static String key(String user, String conversation) {
    return user + " " + conversation;
  }

  /** The user comes into the conversation at this seq, or has read up to there. */
  void read(String user, String conversation, long seq) {
    read.merge(key(user, conversation), seq, Math::max);
  }

  /** Callback threads. */
  void sent(String user, SendReceipt receipt) {
    read(user, receipt.conversation(), receipt.seq());
  }

  long read(String user, String conversation) {
    return read.getOrDefault(key(user, conversation), 0L);
  }
}
