package dev.ferry.cli.terminal;

import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.group.GroupChange;
import dev.ferry.client.group.GroupRole;
import dev.ferry.client.group.GroupSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What changed in a group, as a sentence for people and as JSON for programs. */
public final class ChangeWords {
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  /** What an empty setting is to people. */
  private static final String NOTHING = "nothing";

  private final ZoneId zone;

  public ChangeWords(ZoneId zone) {
    this.zone = zone;
  }

  /** {@code alice added bob}; harmless on a terminal. */
  public String sentence(ReceivedMessage entry, GroupChange change) {
    return SafeText.of(raw(entry, change));
  }

  private String raw(ReceivedMessage entry, GroupChange change) {
    String who = entry.sender();
    String whom = String.join(", ", change.users());
    return switch (change.kind()) {
      case CREATED -> who + " created the group" + with(who, change.users());
      case SETTINGS -> who + " set " + settings(change.settings());
      case ADDED -> who + " added " + whom;
      case JOINED -> whom + " joined";
      case LEFT -> whom + " left";
      case REMOVED -> who + " removed " + whom;
      case ROLE_SET -> who + " made " + whom + " " + role(change.role());
      case MEMBER_MUTED ->
          change.mutedUntilMs() == 0
              ? who + " lets " + whom + " speak again"
              : who + " muted " + whom + " until " + time(change.mutedUntilMs());
      case DISMISSED -> who + " dismissed the group";
      case REQUESTED -> whom + " asks to join";
      case DECLINED -> who + " declined " + whom;
      case LINK_CREATED -> who + " made a link";
      case LINK_REVOKED -> who + " revoked a link";
      case UNKNOWN -> entry.content().text();
    };
  }

  private static String with(String creator, List<String> users) {
    List<String> others = users.stream().filter(user -> !user.equals(creator)).toList();
    return others.isEmpty() ? "" : " with " + String.join(", ", others);
  }

  private static String role(@Nullable GroupRole role) {
    return switch (role == null ? GroupRole.MEMBER : role) {
      case MEMBER -> "a member";
      case ADMIN -> "an admin";
      case OWNER -> "the owner";
    };
  }

  private String time(long timeMs) {
    return DATE_TIME.format(Instant.ofEpochMilli(timeMs).atZone(zone));
  }

  private static String settings(@Nullable GroupSettings settings) {
    List<String> set = new ArrayList<>();
    if (settings != null) {
      words(settings).forEach((what, value) -> set.add(what + " to " + value));
    }
    return set.isEmpty() ? NOTHING : String.join(", ", set);
  }

  /** The settings that are set, in words that are not harmless yet. */
  public static Map<String, String> words(GroupSettings settings) {
    Map<String, String> words = new LinkedHashMap<>();
    json(settings).forEach((key, value) -> words.put(key.replace('_', ' '), word(value)));
    words.remove("attributes");
    settings.attributes().forEach((key, value) -> words.put("attribute " + key, word(value)));
    Duration slowMode = settings.slowMode();
    if (slowMode != null) {
      words.remove("slow mode s");
      words.put("slow mode", slowMode.isZero() ? "off" : slowMode.getSeconds() + " s");
    }
    return words;
  }

  private static String word(Object value) {
    if (value instanceof Boolean yes) {
      return yes ? "yes" : "no";
    }
    String word = String.valueOf(value);
    return word.isEmpty() ? NOTHING : word;
  }

  /** The change as an object; what does not belong to its kind is left out. */
  static Map<String, Object> json(GroupChange change) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("kind", lower(change.kind()));
    object.put("users", change.users());
    if (change.role() != null) {
      object.put("role", lower(change.role()));
    }
    if (change.kind() == GroupChange.Kind.MEMBER_MUTED) {
      object.put("muted_until", MessageFormat.isoOrNull(change.mutedUntilMs()));
    }
    if (change.settings() != null) {
      object.put("settings", json(change.settings()));
    }
    return object;
  }

  /** The settings that are set, by the names of the options that set them. */
  public static Map<String, Object> json(GroupSettings settings) {
    Map<String, Object> object = new LinkedHashMap<>();
    put(object, "name", settings.name());
    put(object, "announcement", settings.announcement());
    put(object, "avatar", settings.avatar());
    put(object, "policy", settings.joinPolicy() == null ? null : lower(settings.joinPolicy()));
    if (settings.history() != null) {
      object.put(
          "history",
          switch (settings.history()) {
            case FROM_JOIN -> "join";
            case ALL -> "all";
          });
    }
    put(object, "everyone_muted", settings.everyoneMuted());
    Duration slowMode = settings.slowMode();
    put(object, "slow_mode_s", slowMode == null ? null : slowMode.getSeconds());
    if (!settings.attributes().isEmpty()) {
      object.put("attributes", settings.attributes());
    }
    return object;
  }

  private static void put(Map<String, Object> object, String key, @Nullable Object value) {
    if (value != null) {
      object.put(key, value);
    }
  }

  public static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
