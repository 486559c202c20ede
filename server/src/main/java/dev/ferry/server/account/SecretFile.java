package dev.ferry.server.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Locale;
import java.util.Set;

/**
 * Reads a secret and refuses the ones that protect nothing. The key is the file's text as it
 * stands, without surrounding white space, in UTF-8; it is not decoded, whatever it looks like.
 */
final class SecretFile {
  private static final int BYTES_MIN = 32;
  private static final int BYTES_MAX = 4_096;
  private static final int DIFFERENT_BYTES_MIN = 8;
  private static final Set<PosixFilePermission> FORBIDDEN =
      Set.of(OTHERS_READ, OTHERS_WRITE, OTHERS_EXECUTE, GROUP_WRITE);
  private static final String NEW_ONE =
      "Put a random one there, such as that of \"openssl rand -base64 48\"";

  /** From tutorials, templates and jwt.io; compared without case. */
  private static final Set<String> WELL_KNOWN =
      Set.of(
          "secret",
          "secretkey",
          "secret-key",
          "my-secret",
          "mysecret",
          "mysecretkey",
          "changeme",
          "change-me",
          "changeit",
          "password",
          "passw0rd",
          "admin",
          "test",
          "ferry",
          "default",
          "example",
          "keyboard cat",
          "your-256-bit-secret",
          "your-384-bit-secret",
          "your-512-bit-secret",
          "your-secret-key",
          "your-super-secret-jwt-key",
          "this-is-a-very-secret-key-change-me",
          "please-change-this-secret-in-production",
          "super-secret-jwt-token-with-at-least-32-characters-long",
          "a-string-secret-at-least-256-bits-long",
          "a-valid-string-secret-that-is-at-least-384-bits-long",
          "a-valid-string-secret-that-is-at-least-512-bits-long-which-is-very-long",
          "0123456789abcdef0123456789abcdef",
          "abcdefghijklmnopqrstuvwxyz012345",
          "abcdefghijklmnopqrstuvwxyz123456");

  private SecretFile() {}

  /**
   * The key in the file.
   *
   * @throws UnusableKeyException when it is unsafe or cannot be read; never shows the secret
   */
  static byte[] read(Path file) {
    checkMode(file);
    String text;
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new UnusableKeyException(
            file, "is longer than " + BYTES_MAX + " bytes and so no secret", NEW_ONE);
      }
      text = new String(Files.readAllBytes(file), UTF_8).strip();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    byte[] key = text.getBytes(UTF_8);
    check(file, key, "the secret");
    return key;
  }

  static UnusableKeyException unreadable(Path file, IOException cause) {
    String problem =
        cause instanceof NoSuchFileException ? "does not exist" : "cannot be read: " + cause;
    return new UnusableKeyException(file, problem, "Let this process read it");
  }

  /**
   * Group may read: that is how orchestrators hand secrets to a process that is not their owner.
   */
  static void checkMode(Path file) {
    try {
      for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
        if (FORBIDDEN.contains(permission)) {
          throw new UnusableKeyException(
              file,
              "other users may access it (" + permission.name().toLowerCase(Locale.ROOT) + ")",
              "Treat the secret as known: put a new one there, and \"chmod 600\" the file");
        }
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Refuses a key that can be guessed.
   *
   * @param name of the key within the file
   */
  static void check(Path file, byte[] key, String name) {
    if (key.length == 0) {
      throw new UnusableKeyException(file, name + " is empty", NEW_ONE);
    }
    String text = new String(key, UTF_8).toLowerCase(Locale.ROOT);
    if (WELL_KNOWN.contains(text)) {
      throw new UnusableKeyException(file, name + " is a well-known example", NEW_ONE);
    }
    if (key.length < BYTES_MIN) {
      throw new UnusableKeyException(
          file,
          name + " has " + key.length + " bytes (expected: " + BYTES_MIN + " or more)",
          NEW_ONE);
    }
    if (repeatsItself(key)) {
      throw new UnusableKeyException(file, name + " repeats a few characters", NEW_ONE);
    }
  }

  private static boolean repeatsItself(byte[] key) {
    boolean[] seen = new boolean[256];
    int different = 0;
    for (byte b : key) {
      if (!seen[b & 0xff]) {
        seen[b & 0xff] = true;
        different++;
      }
    }
    if (different < DIFFERENT_BYTES_MIN) {
      return true;
    }
    for (int period = 1; period <= key.length / 2; period++) {
      if (hasPeriod(key, period)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasPeriod(byte[] key, int period) {
    for (int i = period; i < key.length; i++) {
      if (key[i] != key[i - period]) {
        return false;
      }
    }
    return true;
  }
}
