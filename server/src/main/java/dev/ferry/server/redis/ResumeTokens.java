package dev.ferry.server.redis;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Tokens that go on with a session: random, and kept only as a hash, so that whoever reads Redis
 * cannot use them. Thread-safe.
 */
final class ResumeTokens {
  private static final int BYTES = 16;

  private final SecureRandom random = new SecureRandom();

  byte[] next() {
    byte[] token = new byte[BYTES];
    random.nextBytes(token);
    return token;
  }

  static byte[] hash(byte[] token) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(token);
      return Keys.bytes(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
