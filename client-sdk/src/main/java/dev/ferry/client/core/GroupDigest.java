package dev.ferry.client.core;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.zip.CRC32;

/**
 * What a device has of its groups, in a few bytes, so that the server tells only of those that went
 * on. docs/protocol.md gives the form.
 */
final class GroupDigest {
  private static final int BUCKETS_MAX = 64;

  private GroupDigest() {}

  /** Of these groups, as far as each was received. */
  static ByteString of(Collection<ConversationTracker> groups) {
    int buckets = 1;
    while (buckets < groups.size() && buckets < BUCKETS_MAX) {
      buckets *= 2;
    }
    long[] sums = new long[buckets];
    for (ConversationTracker group : groups) {
      sums[bucket(group.conversation, buckets)] += mark(group);
    }
    ByteBuffer bytes = ByteBuffer.allocate(buckets * Long.BYTES);
    for (long sum : sums) {
      bytes.putLong(sum);
    }
    return ByteString.copyFrom(bytes.array());
  }

  private static int bucket(String conversation, int buckets) {
    CRC32 crc = new CRC32();
    byte[] name = conversation.getBytes(StandardCharsets.UTF_8);
    crc.update(name, 0, name.length);
    return (int) (crc.getValue() & (buckets - 1));
  }

  private static long mark(ConversationTracker group) {
    String text = group.conversation + " " + group.epoch() + " " + (group.next() - 1);
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(sha.digest(text.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
