package dev.ferry.server.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.SessionEnd;
import java.util.Optional;

/**
 * The end of sessions as the bus carries it: a byte that says so, then {@code device stamp reason
 * by except}; {@code "*"} is every device, {@code "-"} nobody. {@code part/sessions.lua} writes it.
 */
final class StoredEnds {
  static final byte KIND = 30;

  private static final int FIELDS = 5;

  private StoredEnds() {}

  static SessionEnd read(byte[] message) {
    String[] fields = new String(message, 1, message.length - 1, UTF_8).split(" ");
    if (fields.length != FIELDS) {
      throw new IllegalStateException("end of a session: " + fields.length + " fields");
    }
    return new SessionEnd(
        fields[0].equals("*") ? Optional.empty() : device(fields[0]),
        Long.parseLong(fields[1]),
        Reason.valueOf(fields[2]),
        device(fields[3]),
        device(fields[4]));
  }

  private static Optional<DeviceId> device(String text) {
    return text.equals("-") ? Optional.empty() : Optional.of(new DeviceId(text));
  }
}
