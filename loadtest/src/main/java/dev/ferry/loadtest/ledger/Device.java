package dev.ferry.loadtest.ledger;

/** A device of the run. Thread-safe. */
public final class Device {
  private final int number;
  private final String user;
  private final String name;

  /** Any thread. */
  private volatile String node = "?";

  Device(int number, String user, String name) {
    this.number = number;
    this.user = user;
    this.name = name;
  }

  /** The device is served by this node from now on; for stories only. */
  public void at(String node) {
    this.node = node;
  }

  public String user() {
    return user;
  }

  /** The device's name among those of its user. */
  public String name() {
    return name;
  }

  String node() {
    return node;
  }

  /** From 1 on; unique in a run. */
  int number() {
    return number;
  }

  @Override
  public String toString() {
    return user + "/" + name;
  }
}
