package dev.ferry.server.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferry.server.delivery.Topic;
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

  private static final String USER_CHANNEL = "ferry:{u/";
  private static final String CHANNEL_END = "}:bus";
  private static final String WATCHERS_END = "}:presence";
  private static final String GROUP_CHANNEL = "bus:";

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
    return of("log", conversation);
  }

  static byte[] meta(ConversationId conversation) {
    return of("meta", conversation);
  }

  /** Client message ids accepted from one device. */
  static byte[] accepted(ConversationId conversation, UserId sender, DeviceId device) {
    return bytes(
        prefix(bucket(conversation)) + "accepted:" + conversation + ":" + sender + "/" + device);
  }

  static byte[] roster(ConversationId group) {
    return of("roster", group);
  }

  /** When members last spoke in slow mode. */
  static byte[] spoke(ConversationId group) {
    return of("spoke", group);
  }

  /** Members and former ones by the newest change that concerned them. */
  static byte[] changes(ConversationId group) {
    return of("changes", group);
  }

  static byte[] former(ConversationId group) {
    return of("former", group);
  }

  static byte[] requests(ConversationId group) {
    return of("requests", group);
  }

  static byte[] links(ConversationId group) {
    return of("links", group);
  }

  /** What operations have made of messages. */
  static byte[] outcomes(ConversationId conversation) {
    return of("outcomes", conversation);
  }

  /** The messages that have an outcome, by seq. */
  static byte[] operated(ConversationId conversation) {
    return of("operated", conversation);
  }

  /** What the keys of those who reacted begin with; the message's seq follows. */
  static byte[] reactorsPrefix(ConversationId conversation) {
    return bytes(prefix(bucket(conversation)) + "reactors:" + conversation + ":");
  }

  /** Who reacted to a message. */
  static byte[] reactors(ConversationId conversation, long seq) {
    return bytes(prefix(bucket(conversation)) + "reactors:" + conversation + ":" + seq);
  }

  static byte[] pins(ConversationId conversation) {
    return of("pins", conversation);
  }

  /** Messages that mention somebody, by whom and then by seq. */
  static byte[] mentions(ConversationId conversation) {
    return of("mentions", conversation);
  }

  /** The same, oldest first. */
  static byte[] mentioning(ConversationId conversation) {
    return of("mentioning", conversation);
  }

  static byte[] notes(int bucket) {
    return bytes(prefix(bucket) + "notes");
  }

  /** The conversations of a user. */
  static byte[] index(UserId user) {
    return bytes("ferry:{u/" + user + "}:conversations");
  }

  /** The groups of a user, and some of those that it left. */
  static byte[] groups(UserId user) {
    return bytes("ferry:{u/" + user + "}:groups");
  }

  /** The newest session of each of a user's devices. */
  static byte[] devices(UserId user) {
    return bytes("ferry:{u/" + user + "}:devices");
  }

  /** What others are told of a user. */
  static byte[] presence(UserId user) {
    return bytes(USER_CHANNEL + user + WATCHERS_END);
  }

  /** The channel that tells of changes of {@link #presence}. */
  static byte[] watchers(UserId user) {
    return presence(user);
  }

  /** How a user wants its conversations. */
  static byte[] settings(UserId user) {
    return bytes("ferry:{u/" + user + "}:settings");
  }

  /** The conversations whose settings a user changed, by version. */
  static byte[] settingsVersions(UserId user) {
    return bytes("ferry:{u/" + user + "}:settings-versions");
  }

  /** Those among them that are the default again. */
  static byte[] settingsGone(UserId user) {
    return bytes("ferry:{u/" + user + "}:settings-gone");
  }

  /** The devices of a user, each with its newest session. */
  static byte[] sessions(UserId user) {
    return bytes("ferry:{u/" + user + "}:sessions");
  }

  /** Up to when issued tokens log a user's devices in no more. */
  static byte[] revoked(UserId user) {
    return bytes("ferry:{u/" + user + "}:revoked");
  }

  /** The runs of all nodes and until when each is known to live. */
  static byte[] runs() {
    return bytes("ferry:{nodes}:runs");
  }

  /** When each node last said that it lives. */
  static byte[] leases() {
    return bytes("ferry:{nodes}:leases");
  }

  /** Who may write to a user, and the version of that and of its block list. */
  static byte[] privacy(UserId user) {
    return bytes(USER_CHANNEL + user + "}:privacy");
  }

  /** Whom a user blocks. */
  static byte[] blocked(UserId user) {
    return bytes(USER_CHANNEL + user + "}:blocked");
  }

  static byte[] channel(UserId user) {
    return bytes(USER_CHANNEL + user + CHANNEL_END);
  }

  /** A group's channel lies on the slot of its log. */
  static byte[] channel(ConversationId group) {
    return bytes(prefix(bucket(group)) + GROUP_CHANNEL + group);
  }

  static byte[] channel(Topic topic) {
    if (topic instanceof Topic.OfGroup of) {
      return channel(of.group());
    }
    return topic instanceof Topic.OfPresence of
        ? watchers(of.user())
        : channel(((Topic.OfUser) topic).user());
  }

  /** The topic whose {@link #channel} this is. */
  static Topic topicOf(byte[] channel) {
    String name = new String(channel, UTF_8);
    if (name.startsWith(USER_CHANNEL) && name.endsWith(WATCHERS_END)) {
      String user = name.substring(USER_CHANNEL.length(), name.length() - WATCHERS_END.length());
      return new Topic.OfPresence(new UserId(user));
    }
    if (name.startsWith(USER_CHANNEL)) {
      String user = name.substring(USER_CHANNEL.length(), name.length() - CHANNEL_END.length());
      return new Topic.OfUser(new UserId(user));
    }
    int group = name.indexOf(GROUP_CHANNEL) + GROUP_CHANNEL.length();
    return new Topic.OfGroup(ConversationId.parse(name.substring(group)));
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static byte[] bytes(long number) {
    return bytes(String.valueOf(number));
  }

  private static byte[] of(String what, ConversationId conversation) {
    return bytes(prefix(bucket(conversation)) + what + ":" + conversation);
  }

  private static String prefix(int bucket) {
    return "ferry:{c" + bucket + "}:";
  }
}
