package dev.ferry.cli.terminal;

import dev.ferry.client.ConversationCursor;
import dev.ferry.client.MessageReceipts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How cursors, receipts and counts of unread messages look. */
public final class CursorFormat {
  private CursorFormat() {}

  /** {@code read by 2 of 5: alice, bob}, and below it whose device has the message unread. */
  public static List<String> lines(MessageReceipts receipts) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "read by " + receipts.read().size() + " of " + receipts.members() + names(receipts.read()));
    if (!receipts.delivered().isEmpty()) {
      lines.add(
          "delivered to "
              + receipts.delivered().size()
              + (receipts.read().isEmpty() ? "" : " more")
              + names(receipts.delivered()));
    }
    return lines;
  }

  private static String names(List<String> users) {
    return users.isEmpty()
        ? ""
        : ": " + String.join(", ", users.stream().map(SafeText::of).sorted().toList());
  }

  public static Map<String, Object> json(MessageReceipts receipts) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("conversation", receipts.conversation());
    object.put("epoch", receipts.epoch());
    object.put("seq", receipts.seq());
    object.put("members", receipts.members());
    object.put("read", receipts.read());
    object.put("delivered", receipts.delivered());
    return object;
  }

  /** {@code "event": "cursor"} tells it from a message, which has no event. */
  public static Map<String, Object> json(ConversationCursor cursor) {
    Map<String, Object> object = event("cursor", cursor.conversation());
    object.put("user", cursor.user());
    object.put("epoch", cursor.epoch());
    object.put("delivered", cursor.delivered());
    object.put("read", cursor.read());
    return object;
  }

  public static Map<String, Object> unreadJson(String conversation, long unread, long total) {
    Map<String, Object> object = event("unread", conversation);
    object.put("unread", unread);
    object.put("total", total);
    return object;
  }

  public static Map<String, Object> mentionsJson(String conversation, int mentions, int total) {
    Map<String, Object> object = event("mentions", conversation);
    object.put("mentions", mentions);
    object.put("total", total);
    return object;
  }

  /** {@code 3 unread, 1 @you}; empty when there is nothing. */
  public static String waiting(long unread, int mentions) {
    String counted = unread == 0 ? "" : unread + " unread";
    String mentioned = mentions == 0 ? "" : mentions + " @you";
    return counted + (counted.isEmpty() || mentioned.isEmpty() ? "" : ", ") + mentioned;
  }

  public static Map<String, Object> receiptsChangedJson(String conversation) {
    return event("receipts", conversation);
  }

  private static Map<String, Object> event(String kind, String conversation) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("event", kind);
    object.put("conversation", conversation);
    return object;
  }
}
