package dev.ferry.server.message;

import dev.ferry.server.model.InvalidValueException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a list of conversations, which clients give back as it is.
 *
 * @param amongGroups whether groups come next, those after {@code group}; else the index does
 * @param before the index goes on with what was touched before that ...
 * @param since ... down to there, as the first page had it
 */
record HeadsCursor(boolean amongGroups, String group, long before, long since) {
  private static final Pattern FORM =
      Pattern.compile("(?:g:(|g/[A-Za-z0-9._-]{1,64}):|i:)([0-9]{1,19}):([0-9]{1,19})");

  /** Among the groups, before all of them. */
  static HeadsCursor groups(long before, long since) {
    return new HeadsCursor(true, "", before, since);
  }

  HeadsCursor afterGroup(String last) {
    return new HeadsCursor(true, last, before, since);
  }

  HeadsCursor inIndex(long touch) {
    return new HeadsCursor(false, "", touch, since);
  }

  /**
   * @throws InvalidValueException when it is not a cursor's text
   */
  static HeadsCursor parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidValueException("after", text, "next of the page before");
    }
    String group = matcher.group(1);
    try {
      return new HeadsCursor(
          group != null,
          group == null ? "" : group,
          Long.parseLong(matcher.group(2)),
          Long.parseLong(matcher.group(3)));
    } catch (NumberFormatException e) {
      throw new InvalidValueException("after", text, "next of the page before");
    }
  }

  String text() {
    return (amongGroups ? "g:" + group + ":" : "i:") + before + ":" + since;
  }
}
