package dev.ferry.server.model;

/**
 * A user has changed whom it blocks, or who may write to it.
 *
 * @param by whose session asked for it
 * @param value the other user, or of {@link Kind#WRITERS} the {@link Writers}
 */
public record PrivacyChange(long version, Mover by, Kind kind, String value) implements Hint {

  /** What was changed. */
  public enum Kind {
    BLOCKED,
    UNBLOCKED,
    WRITERS
  }
}
