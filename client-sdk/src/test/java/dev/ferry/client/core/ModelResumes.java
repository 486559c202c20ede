package dev.ferry.client.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import dev.ferry.protocol.v1.Head;
import dev.ferry.protocol.v1.Resume;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** Resume tokens of the model server, and what it leaves out of the heads of who resumes. */
final class ModelResumes {
  private final Map<String, ByteString> tokens = new HashMap<>();
  private long last;

  ByteString next(SimDevice device) {
    ByteString token = ByteString.copyFromUtf8("resume " + ++last);
    tokens.put(device.user + "/" + device.device, token);
    return token;
  }

  /** Whether the token is good; it is not any more then. */
  boolean take(SimDevice device, Resume resume) {
    return device.user.equals(resume.getUser())
        && tokens.remove(device.user + "/" + device.device, resume.getToken());
  }

  /** Those in whose bucket the client has something else. */
  static List<Head> lacking(ByteString digest, List<Head> groups) {
    int buckets = digest.size() / Long.BYTES;
    long[] sums = new long[buckets];
    for (Head group : groups) {
      sums[bucket(group, buckets)] += mark(group);
    }
    ByteBuffer theirs = digest.asReadOnlyByteBuffer();
    return groups.stream()
        .filter(
            group -> {
              int bucket = bucket(group, buckets);
              return theirs.getLong(bucket * Long.BYTES) != sums[bucket];
            })
        .toList();
  }

  private static int bucket(Head group, int buckets) {
    CRC32 crc = new CRC32();
    crc.update(group.getConversation().getBytes(UTF_8));
    return (int) (crc.getValue() % buckets);
  }

  private static long mark(Head group) {
    String text =
        group.getConversation()
            + " "
            + group.getEpoch()
            + " "
            + group.getSeq()
            + " "
            + group.getOwn().getRead();
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
