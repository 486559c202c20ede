package dev.ferry.client;

/** Where a client stands. */
public enum ClientState {
  /** Not started, or between two tries. */
  DISCONNECTED,
  /** A transport is being opened or the login is under way. */
  CONNECTING,
  /** Logged in; sends leave at once and pushes arrive. */
  ONLINE,
  /** A terminal error or {@link FerryClient#close}: this client will not connect again. */
  CLOSED
}
