package dev.ferry.cli.terminal;

import dev.ferry.client.ReceivedSignal;
import dev.ferry.client.device.Platform;
import dev.ferry.client.presence.PresenceSettings;
import dev.ferry.client.presence.UserPresence;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How presence and signals look: words for people, one JSON object for programs. */
public final class PresenceFormat {
  private final MessageFormat format;

  public PresenceFormat(MessageFormat format) {
    this.format = format;
  }

  /** {@code online (phone, web)}, {@code last seen 12:30:01} or {@code offline}. */
  public String state(UserPresence presence) {
    if (presence.isOnline()) {
      return "online ("
          + presence.online().stream().map(PresenceFormat::word).collect(Collectors.joining(", "))
          + ")";
    }
    return presence.lastSeenMs() == 0
        ? "offline"
        : "last seen " + format.time(presence.lastSeenMs());
  }

  /** {@code bob is online (phone): on a ferry}. */
  public String sentence(UserPresence presence) {
    String verb = presence.isOnline() || presence.lastSeenMs() == 0 ? " is " : " was ";
    String status = presence.status().isEmpty() ? "" : ": " + SafeText.of(presence.status());
    return SafeText.of(presence.user()) + verb + state(presence) + status;
  }

  /** {@code visible to contacts, status: on a ferry}. */
  public static String sentence(PresenceSettings settings) {
    String seen =
        settings.invisible()
            ? "invisible"
            : "visible to " + settings.visibleTo().name().toLowerCase(Locale.ROOT);
    return settings.status().isEmpty()
        ? seen
        : seen + ", status: " + SafeText.of(settings.status());
  }

  public static Map<String, Object> json(UserPresence presence) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("user", presence.user());
    List<String> online = presence.online().stream().map(PresenceFormat::word).toList();
    object.put("online", online);
    object.put("last_seen", MessageFormat.isoOrNull(presence.lastSeenMs()));
    object.put("status", presence.status());
    return object;
  }

  public static Map<String, Object> json(PresenceSettings settings) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("status", settings.status());
    object.put("invisible", settings.invisible());
    object.put("visible_to", settings.visibleTo().name().toLowerCase(Locale.ROOT));
    return object;
  }

  public static Map<String, Object> json(ReceivedSignal signal) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("conversation", signal.conversation());
    object.put("sender", signal.sender());
    object.put("device", signal.senderDevice());
    object.put("type", signal.type());
    byte[] body = signal.body();
    if (body.length > 0) {
      object.put("body", Base64.getEncoder().encodeToString(body));
    }
    return object;
  }

  private static String word(Platform platform) {
    return platform.name().toLowerCase(Locale.ROOT);
  }
}
