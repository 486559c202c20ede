package dev.ferry.server.redis;

import dev.ferry.server.model.GroupSettings;
import dev.ferry.server.model.HistoryPolicy;
import dev.ferry.server.model.JoinPolicy;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A group's settings as fields of its meta hash, to and from the model. */
final class MetaSettings {
  private static final String ATTRIBUTE = "a:";

  /** What a group has that its creator did not set: nobody gets in, or sees more, unasked. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "name", "",
          "avatar", "",
          "announcement", "",
          "join", JoinPolicy.INVITE.name(),
          "history", HistoryPolicy.FROM_JOIN.name(),
          "everyone_muted", "0",
          "slow_mode", "0");

  private MetaSettings() {}

  /** The fields that a change sets; an empty attribute is to be taken out. */
  static Map<String, String> fields(GroupSettings settings) {
    Map<String, String> fields = new LinkedHashMap<>();
    Optional.ofNullable(settings.name()).ifPresent(it -> fields.put("name", it));
    Optional.ofNullable(settings.avatar()).ifPresent(it -> fields.put("avatar", it));
    Optional.ofNullable(settings.announcement()).ifPresent(it -> fields.put("announcement", it));
    Optional.ofNullable(settings.joinPolicy()).ifPresent(it -> fields.put("join", it.name()));
    Optional.ofNullable(settings.history()).ifPresent(it -> fields.put("history", it.name()));
    Optional.ofNullable(settings.everyoneMuted())
        .ifPresent(it -> fields.put("everyone_muted", it ? "1" : "0"));
    Optional.ofNullable(settings.slowModeSeconds())
        .ifPresent(it -> fields.put("slow_mode", String.valueOf(it)));
    settings.attributes().forEach((key, value) -> fields.put(ATTRIBUTE + key, value));
    return fields;
  }

  /** All fields of a new group. */
  static Map<String, String> initialFields(GroupSettings settings) {
    Map<String, String> fields = new HashMap<>(DEFAULTS);
    fields.putAll(fields(settings));
    fields.entrySet().removeIf(it -> it.getKey().startsWith(ATTRIBUTE) && it.getValue().isEmpty());
    return fields;
  }

  /** All settings, from the whole meta hash. */
  static GroupSettings settings(Map<String, String> meta) {
    Map<String, String> fields = new HashMap<>(DEFAULTS);
    fields.putAll(meta);
    Map<String, String> attributes = new HashMap<>();
    meta.forEach(
        (field, value) -> {
          if (field.startsWith(ATTRIBUTE)) {
            attributes.put(field.substring(ATTRIBUTE.length()), value);
          }
        });
    return new GroupSettings(
        fields.get("name"),
        fields.get("avatar"),
        fields.get("announcement"),
        JoinPolicy.valueOf(fields.getOrDefault("join", "")),
        HistoryPolicy.valueOf(fields.getOrDefault("history", "")),
        "1".equals(fields.get("everyone_muted")),
        Integer.valueOf(fields.getOrDefault("slow_mode", "0")),
        attributes);
  }
}
