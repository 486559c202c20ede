package dev.ferry.server.presence;

import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.Visibility;
import org.jspecify.annotations.Nullable;

/** A change of {@link PresenceSettings}; what is null stays. */
public record SettingsChange(
    @Nullable String status, @Nullable Boolean invisible, @Nullable Visibility visibleTo) {
  private static final int STATUS_MAX = 100;

  /**
   * @throws InvalidValueException when the status is too long
   */
  public SettingsChange {
    if (status != null && status.length() > STATUS_MAX) {
      throw new InvalidValueException("status", status, "at most " + STATUS_MAX + " characters");
    }
  }
}
