package dev.ferry.loadtest.scenario;

import dev.ferry.client.MessageContent;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a message of a run carries in its body.
 *
 * @param meantAt when it was meant to be sent, a {@link System#nanoTime}, which all processes of a
 *     machine share
 * @param sentAt when it was
 * @param flight its number among {@link Flights}, or 0
 */
record Letter(long meantAt, long sentAt, long flight) {
  static final int BYTES_MIN = 3 * Long.BYTES;
  private static final String TYPE = "load";

  MessageContent content(int bytes) {
    byte[] body =
        ByteBuffer.allocate(bytes).putLong(meantAt).putLong(sentAt).putLong(flight).array();
    return MessageContent.of(TYPE, body, "");
  }

  /** What the content carries, or null when it is not of a run. */
  static @Nullable Letter of(MessageContent content) {
    if (!content.type().equals(TYPE)) {
      return null;
    }
    ByteBuffer body = ByteBuffer.wrap(content.body());
    return body.remaining() < BYTES_MIN
        ? null
        : new Letter(body.getLong(), body.getLong(), body.getLong());
  }
}
