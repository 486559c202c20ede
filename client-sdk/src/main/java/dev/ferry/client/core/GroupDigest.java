package dev.ferry.client.core;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.zip.CRC32;

/**
 * What a device has of its groups, in a few bytes, so that the server tells only of those that went
 * on. docs/protocol.md gives the form.
 */
final class GroupDigest {
  private static final int BUCKETS_MAX = 64;

  private GroupDigest() {}

  /**
   * Of those of the conversations that are groups which the user is in, as far as each was
   * received.
   *
   * @param read how far the user has read the group, as the server is known to have it
   */
  static ByteString of(Collection<ConversationTracker> all, ToLongFunction<String> read) {
    List<ConversationTracker> groups = new ArrayList<>();
    for (ConversationTracker tracker : all) {
      if (tracker.conversation.startsWith("g/") && !tracker.left) {
        groups.add(tracker);
      }
    }
    int buckets = 1;
    while (buckets < groups.size() && buckets < BUCKETS_MAX) {
      buckets *= 2;
    }
    long[] sums = new long[buckets];
    for (ConversationTracker group : groups) {
      sums[bucket(group.conversation, buckets)] +=
          mark(group, read.applyAsLong(group.conversation));
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

  private static long mark(ConversationTracker group, long read) {
    String text = group.conversation + " " + group.epoch() + " " + (group.next() - 1) + " " + read;
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(sha.digest(text.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
