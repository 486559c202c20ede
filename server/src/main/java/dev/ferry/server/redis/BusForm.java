package dev.ferry.server.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.UnsafeByteOperations;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.LogEntry;
import java.nio.ByteBuffer;

/**
 * An entry as the bus carries it, all numbers big-endian: version (1 byte), epoch, seq, time in ms
 * (8 each), length of the conversation's id (2), the id, and the stored message to the end. {@code
 * part/log.lua} writes the same.
 */
final class BusForm {
  private static final byte VERSION = 1;
  private static final int FIXED_BYTES = 1 + 3 * Long.BYTES + Short.BYTES;

  private BusForm() {}

  static byte[] of(ConversationId conversation, Accepted place, byte[] stored) {
    byte[] id = conversation.value().getBytes(UTF_8);
    return ByteBuffer.allocate(FIXED_BYTES + id.length + stored.length)
        .put(VERSION)
        .putLong(place.epoch())
        .putLong(place.seq())
        .putLong(place.timeMs())
        .putShort((short) id.length)
        .put(id)
        .put(stored)
        .array();
  }

  /** Whether the bytes are an entry, and not a {@link HintForm}. */
  static boolean isEntry(byte[] message) {
    return message.length > 0 && message[0] == VERSION;
  }

  /**
   * @throws IllegalStateException when the bytes are of another version
   */
  static LogEntry entry(byte[] message) {
    ByteBuffer buffer = ByteBuffer.wrap(message);
    byte version = buffer.get();
    if (version != VERSION) {
      throw new IllegalStateException("bus message version: " + version + " (expected: 1)");
    }
    Accepted place = new Accepted(buffer.getLong(), buffer.getLong(), buffer.getLong());
    byte[] id = new byte[Short.toUnsignedInt(buffer.getShort())];
    buffer.get(id);
    ConversationId conversation = ConversationId.parse(new String(id, UTF_8));
    return StoredForm.entry(conversation, place, UnsafeByteOperations.unsafeWrap(buffer));
  }
}
