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
 */
public record Preferences(
    @Nullable Long mutedUntilMs,
    @Nullable Boolean pinned,
    @Nullable LogPlace hidden,
    @Nullable LogPlace marked,
    @Nullable String remark,
    @Nullable String draft) {
  public static final int REMARK_BYTES_MAX = 256;
  public static final int DRAFT_BYTES_MAX = 4096;

  /** Clients and scripts may count in doubles. */
  private static final long NUMBER_MAX = 1L << 53;

  public static final Preferences NONE = new Preferences(null, null, null, null, null, null);

  /**
   * @throws InvalidValueException when a number is not from 0 to 2^53, or a text is too long
   */
  public Preferences {
    number("muted_until_ms", mutedUntilMs);
    place("hidden", hidden);
    place("marked", marked);
    text("remark", remark, REMARK_BYTES_MAX);
    text("draft", draft, DRAFT_BYTES_MAX);
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

  private static void text(String field, @Nullable String text, int bytesMax) {
    if (text != null && text.getBytes(UTF_8).length > bytesMax) {
      throw new InvalidValueException(field, text, "at most " + bytesMax + " bytes");
    }
  }
}
