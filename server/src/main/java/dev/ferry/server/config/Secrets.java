package dev.ferry.server.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps passwords inside URLs out of messages and logs. */
final class Secrets {
  private static final Pattern USER_INFO = Pattern.compile("(?s)(\"?[a-z-]*://)?.*@");

  private Secrets() {}

  /** Hides all up to the last "@": a password may hold any of the characters that part URLs. */
  static String hidePassword(String url) {
    Matcher matcher = USER_INFO.matcher(url);
    if (!matcher.lookingAt()) {
      return url;
    }
    String scheme = matcher.group(1);
    return (scheme == null ? "" : scheme) + "***@" + url.substring(matcher.end());
  }
}
