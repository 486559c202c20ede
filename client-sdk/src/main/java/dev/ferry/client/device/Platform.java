package dev.ferry.client.device;

/** The class of a device; the server's operator may limit the sessions of each. */
public enum Platform {
  PHONE,
  TABLET,
  DESKTOP,
  WEB,
  /** None of the others, or one that is newer than this client. */
  OTHER
}
