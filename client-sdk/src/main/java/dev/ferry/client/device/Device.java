package dev.ferry.client.device;

/** A device that the user has logged in with. Immutable. */
public final class Device {
  private final String id;
  private final String name;
  private final Platform platform;
  private final long lastSeenMs;
  private final boolean live;
  private final boolean current;

  public Device(
      String id, String name, Platform platform, long lastSeenMs, boolean live, boolean current) {
    this.id = id;
    this.name = name;
    this.platform = platform;
    this.lastSeenMs = lastSeenMs;
    this.live = live;
    this.current = current;
  }

  public String id() {
    return id;
  }

  /** What the device calls itself; may be empty. */
  public String name() {
    return name;
  }

  public Platform platform() {
    return platform;
  }

  /**
   * When its last session ended, or began if it is live; milliseconds since 1970 by the server's
   * clock.
   */
  public long lastSeenMs() {
    return lastSeenMs;
  }

  /** Whether it is connected now. */
  public boolean live() {
    return live;
  }

  /** Whether it is this client's own. */
  public boolean current() {
    return current;
  }

  @Override
  public String toString() {
    return id + " (" + platform + (live ? ", live)" : ")");
  }
}
