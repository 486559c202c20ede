package dev.ferry.server.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Signal;
import dev.ferry.server.model.UserId;
import java.nio.ByteBuffer;

/**
 * A signal as the bus carries it, numbers big-endian: kind (1 byte), stamp of the sender's session
 * (8), then conversation, sender, device and type, each behind its length (2), and the body to the
 * end.
 */
final class SignalForm {
  /** Beside those of {@link HintForm}. */
  static final byte KIND = 35;

  private SignalForm() {}

  static byte[] of(Signal signal) {
    byte[][] texts = {
      bytes(signal.conversation().value()),
      bytes(signal.sender().value()),
      bytes(signal.device().value()),
      bytes(signal.type())
    };
    int size = 1 + Long.BYTES + signal.body().length;
    for (byte[] text : texts) {
      size += Short.BYTES + text.length;
    }
    ByteBuffer buffer = ByteBuffer.allocate(size).put(KIND).putLong(signal.stamp());
    for (byte[] text : texts) {
      buffer.putShort((short) text.length).put(text);
    }
    return buffer.put(signal.body()).array();
  }

  /**
   * @throws RuntimeException when the bytes are none of a signal
   */
  static Signal signal(byte[] message) {
    ByteBuffer buffer = ByteBuffer.wrap(message, 1, message.length - 1);
    long stamp = buffer.getLong();
    ConversationId conversation = ConversationId.parse(text(buffer));
    UserId sender = new UserId(text(buffer));
    DeviceId device = new DeviceId(text(buffer));
    String type = text(buffer);
    byte[] body = new byte[buffer.remaining()];
    buffer.get(body);
    return new Signal(conversation, sender, device, stamp, type, body);
  }

  private static String text(ByteBuffer buffer) {
    byte[] text = new byte[Short.toUnsignedInt(buffer.getShort())];
    buffer.get(text);
    return new String(text, UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
