package dev.ferry.server.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferry.server.model.Accepted;
import java.util.List;

/** Reads what scripts return. */
final class Reply {
  private Reply() {}

  static String text(Object value) {
    return new String((byte[]) value, UTF_8);
  }

  static long number(Object value) {
    return (Long) value;
  }

  @SuppressWarnings("unchecked") // an array reply is a list of replies
  static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  /** Epoch, seq and time, from {@code start} on. */
  static Accepted accepted(List<Object> reply, int start) {
    return new Accepted(
        number(reply.get(start)), number(reply.get(start + 1)), number(reply.get(start + 2)));
  }
}
