package dev.ferry.client.privacy;

/** How a user stands towards others. Immutable. */
public final class PrivacySettings {
  private final long version;
  private final Writers whoMayWrite;
  private final int blocked;

  public PrivacySettings(long version, Writers whoMayWrite, int blocked) {
    this.version = version;
    this.whoMayWrite = whoMayWrite;
    this.blocked = blocked;
  }

  /** Grows with every change of the block list or of who may write; 0 before the first. */
  public long version() {
    return version;
  }

  public Writers whoMayWrite() {
    return whoMayWrite;
  }

  /** How many users are blocked. */
  public int blocked() {
    return blocked;
  }

  @Override
  public String toString() {
    return "PrivacySettings[" + version + ", " + whoMayWrite + ", blocked=" + blocked + "]";
  }
}
