package dev.ferry.client.privacy;

import org.jspecify.annotations.Nullable;

/** The block list, or who may write, is not what it was. Immutable. */
public final class PrivacyChange {
  private final long version;
  private final Kind kind;
  private final String user;
  private final @Nullable Writers whoMayWrite;

  /** What is known of it. */
  public enum Kind {
    /** Another device has blocked {@link #user}. */
    BLOCKED,
    /** Another device has unblocked {@link #user}. */
    UNBLOCKED,
    /** Another device has set {@link #whoMayWrite}. */
    WHO_MAY_WRITE,
    /**
     * There is a newer version than this client has heard of, by this or another device: whoever
     * keeps the list of another version asks for it again.
     */
    VERSION
  }

  private PrivacyChange(long version, Kind kind, String user, @Nullable Writers whoMayWrite) {
    this.version = version;
    this.kind = kind;
    this.user = user;
    this.whoMayWrite = whoMayWrite;
  }

  public static PrivacyChange blocked(long version, String user) {
    return new PrivacyChange(version, Kind.BLOCKED, user, null);
  }

  public static PrivacyChange unblocked(long version, String user) {
    return new PrivacyChange(version, Kind.UNBLOCKED, user, null);
  }

  public static PrivacyChange writers(long version, Writers whoMayWrite) {
    return new PrivacyChange(version, Kind.WHO_MAY_WRITE, "", whoMayWrite);
  }

  public static PrivacyChange of(long version) {
    return new PrivacyChange(version, Kind.VERSION, "", null);
  }

  /** {@link PrivacySettings#version} from then on. */
  public long version() {
    return version;
  }

  public Kind kind() {
    return kind;
  }

  /** Of {@link Kind#BLOCKED} and {@link Kind#UNBLOCKED}: whom; else empty. */
  public String user() {
    return user;
  }

  /** Of {@link Kind#WHO_MAY_WRITE}: who; else null. */
  public @Nullable Writers whoMayWrite() {
    return whoMayWrite;
  }

  @Override
  public String toString() {
    String what = whoMayWrite == null ? user : whoMayWrite.name();
    return "PrivacyChange[" + version + ", " + kind + " " + what + "]";
  }
}
