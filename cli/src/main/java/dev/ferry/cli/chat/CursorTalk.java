package dev.ferry.cli.chat;

import dev.ferry.cli.terminal.CursorFormat;
import dev.ferry.client.ClientListener;
import dev.ferry.client.ConversationCursor;
import dev.ferry.client.ConversationIds;
import dev.ferry.client.FerryClient;
import dev.ferry.client.MessageReceipts;
import dev.ferry.client.ReceivedMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The cursors of a chat: what is shown is read; and the status bar says what has become of the last
 * own message, and how much waits elsewhere. Safe for use from any thread.
 */
final class CursorTalk implements ClientListener {
  private final FerryClient client;
  private final Supplier<@Nullable String> here;
  private final Runnable changed;

  /** Seq of the last own message by conversation; guarded by this. */
  private final Map<String, Long> own = new HashMap<>();

  /** The other user's cursor by conversation; guarded by this. */
  private final Map<String, ConversationCursor> peers = new HashMap<>();

  /** Receipts of the last own message by group; guarded by this. */
  private final Map<String, MessageReceipts> groups = new HashMap<>();

  /**
   * @param here the conversation that is shown
   * @param changed hears that {@link #status} may say something else
   */
  CursorTalk(FerryClient client, Supplier<@Nullable String> here, Runnable changed) {
    this.client = client;
    this.here = here;
    this.changed = changed;
  }

  @Override
  public void onMessage(ReceivedMessage message) {
    boolean mine = message.sender().equals(client.user());
    if (mine && message.change() == null) {
      synchronized (this) {
        own.put(message.conversation(), message.seq());
        groups.remove(message.conversation());
      }
      changed.run();
    } else if (message.conversation().equals(here.get())) {
      client.markRead(message.conversation(), message.seq());
    }
  }

  @Override
  public void onUnread(String conversation, long unread, long total) {
    changed.run();
  }

  @Override
  public void onUnreadMentions(String conversation, int mentions, int total) {
    changed.run();
  }

  @Override
  public void onCursor(ConversationCursor cursor) {
    if (!cursor.user().equals(client.user())) {
      synchronized (this) {
        peers.put(cursor.conversation(), cursor);
      }
      changed.run();
    }
  }

  /** Asks who has read the last own message there. */
  @Override
  public void onReceiptsChanged(String group) {
    Long seq;
    synchronized (this) {
      seq = own.get(group);
    }
    if (seq != null) {
      var unused =
          client
              .receipts(group, seq)
              .thenAccept(
                  receipts -> {
                    synchronized (this) {
                      groups.put(group, receipts);
                    }
                    changed.run();
                  });
    }
  }

  /** What the status bar says behind the conversation; empty when there is nothing to say. */
  String status() {
    String ticks = words(here.get());
    String waiting = CursorFormat.waiting(client.unreadTotal(), client.unreadMentionsTotal());
    return (ticks.isEmpty() ? "" : " | " + ticks) + (waiting.isEmpty() ? "" : " | " + waiting);
  }

  /** {@code ✓ sent}, {@code ✓✓ delivered}, {@code ✓✓ read}, or how many of a group have read. */
  private synchronized String words(@Nullable String conversation) {
    Long seq = conversation == null ? null : own.get(conversation);
    if (seq == null || conversation == null) {
      return "";
    }
    return ConversationIds.isGroup(conversation)
        ? group(groups.get(conversation), seq)
        : direct(peers.get(conversation), seq);
  }

  private static String direct(@Nullable ConversationCursor peer, long seq) {
    if (peer != null && peer.read() >= seq) {
      return "✓✓ read";
    }
    return peer != null && peer.delivered() >= seq ? "✓✓ delivered" : "✓ sent";
  }

  /** Who wrote it counts as one who has read it, which is of no interest here. */
  private static String group(@Nullable MessageReceipts receipts, long seq) {
    if (receipts == null || receipts.seq() != seq) {
      return "✓ sent";
    }
    int others = receipts.members() - 1;
    int read = receipts.read().size() - 1;
    int has = read + receipts.delivered().size();
    if (read > 0) {
      return "✓✓ read by " + read + " of " + others;
    }
    return has > 0 ? "✓✓ delivered to " + has + " of " + others : "✓ sent";
  }
}
