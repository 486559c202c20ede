package dev.ferry.client.core;

/** Who a core is, and its limits. Immutable. */
public final class CoreOptions {
  private final String user;
  private final String device;
  private final String clientName;
  private final int outboxMax;
  private final int firstSightMessages;
  private final int connectTimeoutMs;
  private final boolean deliveryReports;

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
