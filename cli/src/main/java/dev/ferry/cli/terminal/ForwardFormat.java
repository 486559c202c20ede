package dev.ferry.cli.terminal;

import dev.ferry.client.ForwardedMessage;
import dev.ferry.client.MergedForward;
import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.message.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Forwarded messages, for people and for programs. */
final class ForwardFormat {
  private ForwardFormat() {}

  /** {@code from the chat [bob: hello | carol: hi]}; harmless on a terminal. */
  static String words(MergedForward forward) {
    List<String> lines = new ArrayList<>();
    for (ForwardedMessage message : forward.messages()) {
      MergedForward inner = MergedForward.read(message.content());
      String says = inner == null ? SafeText.of(message.content().text()) : words(inner);
      lines.add(SafeText.of(message.sender()) + ": " + says);
    }
    String title = forward.title().isEmpty() ? "" : SafeText.of(forward.title()) + " ";
    return title + "[" + String.join(" | ", lines) + "]";
  }

  /** Adds where a message comes from, and which messages it has; nothing for most messages. */
  static void addJson(Map<String, Object> object, ReceivedMessage message) {
    Origin origin = message.forwarded();
    if (origin != null) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("sender", origin.sender());
      json.put("time", MessageFormat.isoOrNull(origin.timeMs()));
      json.put("hops", origin.hops());
      object.put("forwarded", json);
    }
    addJson(object, message.content());
  }

  private static void addJson(Map<String, Object> object, MessageContent content) {
    MergedForward forward = MergedForward.read(content);
    if (forward == null) {
      return;
    }
    List<Map<String, Object>> messages = new ArrayList<>();
    for (ForwardedMessage message : forward.messages()) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("sender", message.sender());
      each.put("time", MessageFormat.isoOrNull(message.timeMs()));
      each.put("type", message.content().type());
      each.put("text", message.content().text());
      addJson(each, message.content());
      messages.add(each);
    }
    object.put("title", forward.title());
    object.put("messages", messages);
  }
}
