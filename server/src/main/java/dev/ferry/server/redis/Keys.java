package dev.ferry.server.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.UserId;
import java.util.zip.CRC32;

/**
 * The names of all keys and channels. A conversation's keys share the hash tag of its bucket, a
 * user's keys and channel that of the user. Buckets exist so that the publish notes of a slot can
 * be found without knowing its conversations; their number is part of the stored format and never
 * changes.
 */
final class Keys {
  static final int BUCKETS = 256;

  private Keys() {}

  static int bucket(ConversationId conversation) {
    CRC32 crc = new CRC32();
    crc.update(conversation.value().getBytes(UTF_8));
    return (int) (crc.getValue() % BUCKETS);
  }

  /** What all keys of a bucket start with. */
  static byte[] bucketPrefix(int bucket) {
    return bytes(prefix(bucket));
  }

  static byte[] log(ConversationId conversation) {
    return bytes(prefix(bucket(conversation)) + "log:" + conversation);
  }

  static byte[] meta(ConversationId conversation) {
    return bytes(prefix(bucket(conversation)) + "meta:" + conversation);
  }

  /** Client message ids accepted from one device. */
  static byte[] accepted(ConversationId conversation, UserId sender, DeviceId device) {
    return bytes(
        prefix(bucket(conversation)) + "accepted:" + conversation + ":" + sender + "/" + device);
  }

  static byte[] notes(int bucket) {
    return bytes(prefix(bucket) + "notes");
  }

  /** The conversations of a user. */
  static byte[] index(UserId user) {
    return bytes("ferry:{u/" + user + "}:conversations");
  }

  /** The newest session of each of a user's devices. */
  static byte[] devices(UserId user) {
    return bytes("ferry:{u/" + user + "}:devices");
  }

  static byte[] channel(UserId user) {
    return bytes("ferry:{u/" + user + "}:bus");
  }

  /** The user whose {@link #channel} this is. */
  static UserId userOf(byte[] channel) {
    String name = new String(channel, UTF_8);
    return new UserId(name.substring("ferry:{u/".length(), name.length() - "}:bus".length()));
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String prefix(int bucket) {
    return "ferry:{c" + bucket + "}:";
  }
}
