package dev.ferry.client.core;

import dev.ferry.client.device.Platform;

/** Who a core is, and its limits. Immutable. */
public final class CoreOptions {
  private final String user;
  private final String device;
  private final String clientName;
  private final int outboxMax;
  private final int firstSightMessages;
  private final int connectTimeoutMs;
  private final boolean deliveryReports;
  private final Platform platform;
  private final String deviceName;
  private final long launch;

  /** Without reports of what was received. */
  public CoreOptions(
      String user,
      String device,
      String clientName,
      int outboxMax,
      int firstSightMessages,
      int connectTimeoutMs) {
    this(user, device, clientName, outboxMax, firstSightMessages, connectTimeoutMs, false);
  }

  /**
   * @param outboxMax messages that may wait for their ack
   * @param firstSightMessages newest messages to pull of a conversation without a position
   * @param connectTimeoutMs after this long, and 5 s, a transport that reports nothing is given up
   * @param deliveryReports whether the server is told what this device has received
   */
  public CoreOptions(
      String user,
      String device,
      String clientName,
      int outboxMax,
      int firstSightMessages,
      int connectTimeoutMs,
      boolean deliveryReports) {
    this.user = user;
    this.device = device;
    this.clientName = clientName;
    this.outboxMax = outboxMax;
    this.firstSightMessages = firstSightMessages;
    this.connectTimeoutMs = connectTimeoutMs;
    this.deliveryReports = deliveryReports;
    this.platform = Platform.OTHER;
    this.deviceName = "";
    this.launch = 0;
  }

  private CoreOptions(CoreOptions all, Platform platform, String deviceName, long launch) {
    this.user = all.user;
    this.device = all.device;
    this.clientName = all.clientName;
    this.outboxMax = all.outboxMax;
    this.firstSightMessages = all.firstSightMessages;
    this.connectTimeoutMs = all.connectTimeoutMs;
    this.deliveryReports = all.deliveryReports;
    this.platform = platform;
    this.deviceName = deviceName;
    this.launch = launch;
  }

  /** The same, with what the device is. */
  public CoreOptions of(Platform devicePlatform, String name) {
    return new CoreOptions(this, devicePlatform, name, launch);
  }

  /**
   * The same, for one life of the client.
   *
   * @param number higher than those of the lives before; 0 for unknown
   */
  public CoreOptions launched(long number) {
    return new CoreOptions(this, platform, deviceName, number);
  }

  /** What tells this life of the client from others, beside the number of the connection. */
  long launch() {
    return launch;
  }

  Platform platform() {
    return platform;
  }

  String deviceName() {
    return deviceName;
  }

  String user() {
    return user;
  }

  String device() {
    return device;
  }

  String clientName() {
    return clientName;
  }

  int outboxMax() {
    return outboxMax;
  }

  int firstSightMessages() {
    return firstSightMessages;
  }

  int connectTimeoutMs() {
    return connectTimeoutMs;
  }

  boolean deliveryReports() {
    return deliveryReports;
  }
}
