package dev.ferry.cli.terminal;

import dev.ferry.client.privacy.PrivacyChange;
import dev.ferry.client.privacy.PrivacySettings;
import dev.ferry.client.privacy.Writers;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How a user's privacy looks: words for people, one JSON object for programs. */
public final class PrivacyFormat {
  private PrivacyFormat() {}

  /** {@code contacts may write to you; you block 2 users}. */
  public static String sentence(PrivacySettings settings) {
    int blocked = settings.blocked();
    return word(settings.whoMayWrite())
        + " may write to you; you block "
        + (blocked == 0 ? "nobody" : blocked + (blocked == 1 ? " user" : " users"));
  }

  public static Map<String, Object> json(PrivacySettings settings) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("version", settings.version());
    object.put("who_may_write", word(settings.whoMayWrite()));
    object.put("blocked", settings.blocked());
    return object;
  }

  /**
   * With {@code blocked}, {@code unblocked} or {@code who_may_write}, if it is known what it was.
   */
  public static Map<String, Object> json(PrivacyChange change) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("event", "privacy");
    object.put("version", change.version());
    Writers writers = change.whoMayWrite();
    if (writers != null) {
      object.put("who_may_write", word(writers));
    } else if (!change.user().isEmpty()) {
      object.put(change.kind().name().toLowerCase(Locale.ROOT), change.user());
    }
    return object;
  }

  private static String word(Writers writers) {
    return writers.name().toLowerCase(Locale.ROOT);
  }
}
