package dev.ferry.server.model;

import java.util.Locale;

/** The class of a device, as the device names it. */
public enum Platform {
  PHONE,
  TABLET,
  DESKTOP,
  WEB,
  OTHER;

  /** In lower case, as settings and stored forms have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
