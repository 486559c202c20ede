package dev.ferry.server.account;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/**
 * The secret of a node that was given no keys: made at its first start, never shipped.
 *
 * <p>The file {@code dev-secret} in the data folder holds one line: 32 random bytes in base64url
 * without padding, 43 characters, then a line feed. The HS256 key is <em>the 43 characters
 * themselves</em> as ASCII bytes, not the 32 bytes that they encode; most JWT libraries take the
 * text as it is. A development token is a JWT with the header {@code {"alg":"HS256"}} and the
 * claims {@code sub} (the user's id), {@code iat} and {@code exp} (seconds).
 */
public final class DevelopmentSecret {
  private static final String FILE = "dev-secret";
  private static final int BYTES = 32;

  private DevelopmentSecret() {}

  /** Where a node with this data folder keeps it. */
  public static Path file(Path dataDir) {
    return dataDir.resolve(FILE);
  }

  /**
   * Makes the secret unless there is one. Two nodes that do so at once end up with the same.
   *
   * @return the file; {@link TokenKeys#fromSecretFile} judges what is in it
   */
  public static Path ensure(Path dataDir) {
    Path file = file(dataDir);
    if (Files.exists(file)) {
      return file;
    }
    try {
      Files.createDirectories(dataDir);
      create(file);
      return file;
    } catch (IOException e) {
      throw new UnusableKeyException(
          file, "cannot be made: " + e, "Let this process write to its data folder");
    }
  }

  /** Under another name first, then linked: the name never shows an empty or half-written file. */
  private static void create(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Path unfinished =
        Files.createTempFile(
            directory,
            FILE,
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      byte[] random = new byte[BYTES];
      new SecureRandom().nextBytes(random);
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n";
      try (FileChannel channel = FileChannel.open(unfinished, Set.of(StandardOpenOption.WRITE))) {
        ByteBuffer bytes = US_ASCII.encode(text);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      link(unfinished, file);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static void link(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (FileAlreadyExistsException e) {
      // Another node was first; its secret is as good.
    } catch (UnsupportedOperationException | FileSystemException e) {
      // No hard links here. Of two nodes that start at the same moment the later one wins.
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
