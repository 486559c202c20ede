package dev.ferry.server.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferry.server.delivery.Topic;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Cursor;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Hint;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.UserId;
import java.nio.ByteBuffer;

/**
 * Hints as the bus carries them, all numbers big-endian. The first byte is the kind, whose numbers
 * are none of {@link BusForm}'s versions. A cursor: epoch, stamp of the session, delivered, read,
 * count (8 bytes each), then conversation, user and device, each behind its length (2). Changed
 * receipts: epoch. {@code part/hint.lua} writes the same. A signal, a user's presence, a change of
 * its privacy, changed settings and the end of sessions have forms of their own.
 */
final class HintForm {
  private static final byte CURSOR = 20;
  private static final byte RECEIPTS = 21;

  private HintForm() {}

  static byte[] of(Hint.CursorMoved moved) {
    byte[] conversation = Keys.bytes(moved.conversation().value());
    byte[] user = Keys.bytes(moved.by().user().value());
    byte[] device = Keys.bytes(moved.by().device().value());
    int texts = conversation.length + user.length + device.length + 3 * Short.BYTES;
    return ByteBuffer.allocate(1 + 5 * Long.BYTES + texts)
        .put(CURSOR)
        .putLong(moved.epoch())
        .putLong(moved.by().session())
        .putLong(moved.cursor().delivered())
        .putLong(moved.cursor().read())
        .putLong(moved.cursor().readCount())
        .putShort((short) conversation.length)
        .put(conversation)
        .putShort((short) user.length)
        .put(user)
        .putShort((short) device.length)
        .put(device)
        .array();
  }

  /**
   * @throws IllegalStateException when the bytes are of a kind that is not known here
   */
  static Hint hint(Topic topic, byte[] message) {
    ByteBuffer buffer = ByteBuffer.wrap(message);
    byte kind = buffer.get();
    if (kind == CURSOR) {
      return cursor(buffer);
    }
    if (kind == RECEIPTS && topic instanceof Topic.OfGroup of) {
      return new Hint.ReceiptsChanged(of.group(), buffer.getLong());
    }
    if (kind == SignalForm.KIND) {
      return SignalForm.signal(message);
    }
    if (kind == PresenceForm.KIND && topic instanceof Topic.OfPresence of) {
      return PresenceForm.heard(of.user(), message);
    }
    if (kind == PrivacyForm.KIND && topic instanceof Topic.OfUser of) {
      return PrivacyForm.change(of.user(), message);
    }
    if (kind == PrivacyForm.KIND && topic instanceof Topic.OfPresence of) {
      return PrivacyForm.change(of.user(), message);
    }
    if (kind == SettingsForm.KIND && topic instanceof Topic.OfUser) {
      return SettingsForm.heard(buffer);
    }
    if (kind == StoredEnds.KIND && topic instanceof Topic.OfUser) {
      return StoredEnds.read(message);
    }
    throw new IllegalStateException(
        "bus message kind: " + kind + " (not expected on " + topic + ")");
  }

  private static Hint cursor(ByteBuffer buffer) {
    long epoch = buffer.getLong();
    long session = buffer.getLong();
    Cursor cursor = new Cursor(buffer.getLong(), buffer.getLong(), buffer.getLong());
    ConversationId conversation = ConversationId.parse(text(buffer));
    UserId user = new UserId(text(buffer));
    Mover by = new Mover(user, new DeviceId(text(buffer)), session);
    return new Hint.CursorMoved(conversation, by, epoch, cursor);
  }

  private static String text(ByteBuffer buffer) {
    byte[] bytes = new byte[Short.toUnsignedInt(buffer.getShort())];
    buffer.get(bytes);
    return new String(bytes, UTF_8);
  }
}
