package dev.ferry.server.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.Privacy;
import dev.ferry.server.model.PrivacyChange;
import dev.ferry.server.model.UserId;
import dev.ferry.server.model.Writers;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A user's privacy as {@code part/privacy.lua} gives it, and a change of it as the bus carries it:
 * kind (1 byte), version and stamp of the session (8 each), device behind its length (2), what was
 * changed (1), and the value to the end.
 */
final class PrivacyForm {
  /** Beside those of {@link HintForm}. */
  static final byte KIND = 45;

  private PrivacyForm() {}

  /**
   * @throws RuntimeException when the bytes are none of a change
   */
  static PrivacyChange change(UserId user, byte[] message) {
    ByteBuffer buffer = ByteBuffer.wrap(message, 1, message.length - 1);
    long version = buffer.getLong();
    long session = buffer.getLong();
    byte[] device = new byte[Short.toUnsignedInt(buffer.getShort())];
    buffer.get(device);
    PrivacyChange.Kind kind = kind((char) buffer.get());
    byte[] value = new byte[buffer.remaining()];
    buffer.get(value);
    Mover by = new Mover(user, new DeviceId(new String(device, UTF_8)), session);
    return new PrivacyChange(version, by, kind, new String(value, UTF_8));
  }

  private static PrivacyChange.Kind kind(char letter) {
    return switch (letter) {
      case 'b' -> PrivacyChange.Kind.BLOCKED;
      case 'u' -> PrivacyChange.Kind.UNBLOCKED;
      case 'w' -> PrivacyChange.Kind.WRITERS;
      default -> throw new IllegalStateException("change of privacy: " + letter);
    };
  }

  /** Version, who may write, and how many are blocked. */
  static Privacy privacy(List<Object> reply) {
    String writers = Reply.text(reply.get(1));
    return new Privacy(
        Reply.number(reply.get(0)),
        writers.isEmpty() ? Writers.EVERYONE : Writers.valueOf(writers),
        (int) Reply.number(reply.get(2)));
  }
}
