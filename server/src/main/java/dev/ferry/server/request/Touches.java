package dev.ferry.server.request;

import dev.ferry.server.model.InvalidValueException;

/** Versions of lists of conversations as clients give them back. */
final class Touches {
  /** Redis's scores are exact up to there. */
  private static final long EXACT_MAX = 1L << 53;

  private Touches() {}

  /**
   * @throws InvalidValueException when no list ever had that version
   */
  static long since(String field, long version) {
    if (version < 0 || version > EXACT_MAX) {
      throw new InvalidValueException(
          field, Long.toUnsignedString(version), "Heads.version of an earlier page, or 0");
    }
    return version;
  }
}
