package dev.ferry.server.model;

/** The class of a device, as the device names it. */
public enum Platform {
  PHONE,
  TABLET,
  DESKTOP,
  WEB,
  OTHER
}
