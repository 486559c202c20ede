package dev.ferry.server.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.Standing;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * What a client has of its groups, in a few bytes: they are spread over buckets, and each bucket is
 * the sum of its groups' marks, which name the group, the epoch, the seq and how far the user has
 * read. A bucket that is the same here holds nothing that the client lacks. docs/protocol.md gives
 * the form.
 */
final class GroupDigest {
  private static final int BUCKETS_MAX = 64;

  private GroupDigest() {}

  /**
   * Those in which the client may lack something.
   *
   * @param digest as the client sent it; empty for all
   * @throws InvalidValueException when the form is wrong
   */
  static List<Standing> lacking(ByteString digest, List<Standing> groups) {
    int buckets = buckets(digest);
    if (buckets == 0) {
      return groups;
    }
    long[] sums = new long[buckets];
    for (Standing group : groups) {
      sums[bucket(group.group(), buckets)] += mark(group);
    }
    ByteBuffer theirs = digest.asReadOnlyByteBuffer();
    List<Standing> lacking = new ArrayList<>();
    for (Standing group : groups) {
      int bucket = bucket(group.group(), buckets);
      if (theirs.getLong(bucket * Long.BYTES) != sums[bucket]) {
        lacking.add(group);
      }
    }
    return lacking;
  }

  /**
   * How many buckets a digest has.
   *
   * @throws InvalidValueException when the form is wrong
   */
  static int buckets(ByteString digest) {
    int buckets = digest.size() / Long.BYTES;
    if (digest.size() % Long.BYTES != 0
        || buckets > BUCKETS_MAX
        || (buckets & (buckets - 1)) != 0) {
      throw new InvalidValueException(
          "resume.groups",
          digest.size() + " bytes",
          "none, or 8 for each of 1, 2, 4 to 64 buckets");
    }
    return buckets;
  }

  private static int bucket(ConversationId group, int buckets) {
    CRC32 crc = new CRC32();
    crc.update(group.value().getBytes(UTF_8));
    return (int) (crc.getValue() & (buckets - 1));
  }

  private static long mark(Standing group) {
    String text =
        group.group()
            + " "
            + group.epoch()
            + " "
            + group.headSeq()
            + " "
            + group.progress().own().read();
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
