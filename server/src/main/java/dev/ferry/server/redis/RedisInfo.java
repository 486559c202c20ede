package dev.ferry.server.redis;

/** Reads what {@code INFO} answers: lines of {@code name:value}. */
final class RedisInfo {
  private RedisInfo() {}

  /** The value of a field that the answer has. */
  static String field(String info, String name) {
    int start = info.indexOf(name + ":") + name.length() + 1;
    return info.substring(start, info.indexOf('\r', start));
  }
}
