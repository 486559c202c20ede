package dev.ferry.cli.terminal;

import dev.ferry.client.settings.ConversationSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings of conversations in words. */
public final class SettingsFormat {
  private SettingsFormat() {}

  /** All that is set. */
  public static String words(ConversationSettings settings) {
    List<String> words = new ArrayList<>();
    if (settings.mutedUntilMs() == ConversationSettings.FOR_GOOD_MS) {
      words.add("muted");
    } else if (settings.mutedUntilMs() > 0) {
      words.add("muted until " + Instant.ofEpochMilli(settings.mutedUntilMs()));
    }
    if (settings.isPinned()) {
      words.add("pinned");
    }
    if (settings.isHidden()) {
      words.add("hidden");
    }
    if (settings.isMarkedUnread()) {
      words.add("marked as unread");
    }
    if (!settings.remark().isEmpty()) {
      words.add("called " + SafeText.of(settings.remark()));
    }
    if (!settings.draft().isEmpty()) {
      words.add("with a draft");
    }
    return words.isEmpty() ? "nothing set" : String.join(", ", words);
  }

  /** {@code "event": "settings"} tells it from a message, which has no event. */
  public static Map<String, Object> json(ConversationSettings settings) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("event", "settings");
    object.put("conversation", settings.conversation());
    object.put("mutedUntilMs", settings.mutedUntilMs());
    object.put("pinned", settings.isPinned());
    object.put("hidden", settings.isHidden());
    object.put("markedUnread", settings.isMarkedUnread());
    object.put("remark", settings.remark());
    object.put("draft", settings.draft());
    return object;
  }
}
