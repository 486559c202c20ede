package dev.ferry.server.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a group, or a change of them: what is null stays as it is, and an attribute with an
 * empty value is taken out.
 *
 * @param avatar a reference that the app understands
 * @param everyoneMuted whether only owner and admins may send
 * @param slowModeSeconds a member sends at most once in that many seconds; 0 for no limit
 * @param attributes the app's own
 */
public record GroupSettings(
    @Nullable String name,
    @Nullable String avatar,
    @Nullable String announcement,
    @Nullable JoinPolicy joinPolicy,
    @Nullable HistoryPolicy history,
    @Nullable Boolean everyoneMuted,
    @Nullable Integer slowModeSeconds,
    Map<String, String> attributes) {
  public static final GroupSettings UNCHANGED =
      new GroupSettings(null, null, null, null, null, null, null, Map.of());

  private static final int NAME_MAX = 100;
  private static final int AVATAR_MAX = 512;
  private static final int ANNOUNCEMENT_MAX = 2000;
  private static final int SLOW_MODE_SECONDS_MAX = 86_400;
  private static final int KEY_MAX = 64;
  private static final int VALUE_MAX = 1024;

  /** How many attributes a group can have. */
  public static final int ATTRIBUTES_MAX = 32;

  /**
   * @throws InvalidValueException when a value is too long, too large or, for keys, empty
   */
  public GroupSettings {
    check("name", name, NAME_MAX);
    check("avatar", avatar, AVATAR_MAX);
    check("announcement", announcement, ANNOUNCEMENT_MAX);
    if (slowModeSeconds != null
        && (slowModeSeconds < 0 || slowModeSeconds > SLOW_MODE_SECONDS_MAX)) {
      throw new InvalidValueException(
          "slow_mode_s",
          Integer.toUnsignedString(slowModeSeconds),
          "0 to " + SLOW_MODE_SECONDS_MAX);
    }
    if (attributes.size() > ATTRIBUTES_MAX) {
      throw new InvalidValueException(
          "attributes", attributes.size() + " keys", "at most " + ATTRIBUTES_MAX);
    }
    attributes.forEach(
        (key, value) -> {
          if (key.isEmpty()) {
            throw new InvalidValueException("attributes", "an empty key", "1 to " + KEY_MAX);
          }
          check("attributes", key, KEY_MAX);
          check("attributes." + key, value, VALUE_MAX);
        });
    attributes = Map.copyOf(attributes);
  }

  private static void check(String field, @Nullable String value, int charsMax) {
    if (value != null && value.length() > charsMax) {
      throw new InvalidValueException(field, value, "at most " + charsMax + " characters");
    }
  }
}
