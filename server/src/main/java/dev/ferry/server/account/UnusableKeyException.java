package dev.ferry.server.account;

import java.nio.file.Path;

/** A key file that must not or cannot be used; names the file and what its owner has to do. */
public final class UnusableKeyException extends RuntimeException {
  UnusableKeyException(Path file, String problem, String duty) {
    super(file + ": " + problem + ". " + duty + ".");
  }
}
