package dev.ferry.server.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * How a user wants a conversation, or what is to be changed of that. What is null is not set, or
 * stays; in a change 0, false, {@link LogPlace#NONE} and empty take away what is set.
 *
 * @param mutedUntilMs nothing of it disturbs before that time, milliseconds since 1970
 * @param hidden not to be listed as long as the log goes no further
 * @param marked to be shown as unread as long as the read cursor is not beyond
 * @param remark what the user calls it
 * @param draft what the user was about to write
 * @param cleared everything up to there is deleted for the user; never goes back
 * @param deleted the message that this is about: it is deleted for the user, and nothing else is
 *     set; null when this is about a conversation
 */
public record Preferences(
    @Nullable Long mutedUntilMs,
    @Nullable Boolean pinned,
    @Nullable LogPlace hidden,
    @Nullable LogPlace marked,
    @Nullable String remark,
    @Nullable String draft,
    @Nullable LogPlace cleared,
    @Nullable LogPlace deleted) {
  public static final int REMARK_BYTES_MAX = 256;
  public static final int DRAFT_BYTES_MAX = 4096;

  /** Clients and scripts may count in doubles. */
  private static final long NUMBER_MAX = 1L << 53;

  public static final Preferences NONE = new Preferences(null, null, null, null, null, null);

  /** Those that delete nothing. */
  public Preferences(
      @Nullable Long mutedUntilMs,
      @Nullable Boolean pinned,
      @Nullable LogPlace hidden,
      @Nullable LogPlace marked,
      @Nullable String remark,
      @Nullable String draft) {
    this(mutedUntilMs, pinned, hidden, marked, remark, draft, null, null);
  }

  /** That a message is deleted. */
  public static Preferences deleted(LogPlace message) {
    return new Preferences(null, null, null, null, null, null, null, message);
  }

  /** That everything up to there is deleted. */
  public static Preferences cleared(LogPlace upTo) {
    return new Preferences(null, null, null, null, null, null, upTo, null);
  }

  /**
   * @throws InvalidValueException when a number is not from 0 to 2^53, a text is too long, what is
   *     to be deleted is no place, or something else is said of a message that is deleted
   */
  public Preferences {
    number("muted_until_ms", mutedUntilMs);
    place("hidden", hidden);
    place("marked", marked);
    text("remark", remark, REMARK_BYTES_MAX);
    text("draft", draft, DRAFT_BYTES_MAX);
    entry("cleared", cleared);
    entry("deleted", deleted);
    if (deleted != null
        && (mutedUntilMs != null
            || pinned != null
            || hidden != null
            || marked != null
            || remark != null
            || draft != null
            || cleared != null)) {
      throw new InvalidValueException("deleted", "with other settings", "alone");
    }
  }

  private static void number(String field, @Nullable Long number) {
    if (number != null && (number < 0 || number > NUMBER_MAX)) {
      throw new InvalidValueException(field, Long.toUnsignedString(number), "<= " + NUMBER_MAX);
    }
  }

  private static void place(String field, @Nullable LogPlace place) {
    if (place != null) {
      number(field + ".epoch", place.epoch());
      number(field + ".seq", place.seq());
    }
  }

  /** What is deleted stays so: there is no taking away. */
  private static void entry(String field, @Nullable LogPlace place) {
    place(field, place);
    if (place != null && (place.epoch() == 0 || place.seq() == 0)) {
      throw new InvalidValueException(
          field, place.epoch() + "." + place.seq(), "epoch and seq of an entry, from 1 on");
    }
  }

  private static void text(String field, @Nullable String text, int bytesMax) {
    if (text != null && text.getBytes(UTF_8).length > bytesMax) {
      throw new InvalidValueException(field, text, "at most " + bytesMax + " bytes");
    }
  }
}
