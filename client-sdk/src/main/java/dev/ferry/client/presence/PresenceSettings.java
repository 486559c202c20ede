package dev.ferry.client.presence;

/** What a user has set of how others see it. Immutable. */
public final class PresenceSettings {
  private final String status;
  private final boolean invisible;
  private final Visibility visibleTo;

  public PresenceSettings(String status, boolean invisible, Visibility visibleTo) {
    this.status = status;
    this.invisible = invisible;
    this.visibleTo = visibleTo;
  }

  /** The user's own words; maybe empty. */
  public String status() {
    return status;
  }

  /** Whether the user looks offline to all others. */
  public boolean invisible() {
    return invisible;
  }

  public Visibility visibleTo() {
    return visibleTo;
  }

  @Override
  public String toString() {
    return "PresenceSettings[" + status + ", invisible=" + invisible + ", " + visibleTo + "]";
  }
}
