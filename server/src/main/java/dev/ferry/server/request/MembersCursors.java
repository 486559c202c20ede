package dev.ferry.server.request;

import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.MembersCursor;
import dev.ferry.server.model.UserId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cursors of member lists as text, which clients give back as it is. */
final class MembersCursors {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,16}):([0-9]{1,16}):([0-9]{1,16}):(.*)");

  private MembersCursors() {}

  static String text(MembersCursor cursor) {
    return cursor.epoch() + ":" + cursor.seq() + ":" + cursor.since() + ":" + cursor.user();
  }

  /**
   * @param text may be empty: the start
   * @throws InvalidValueException when it is not a cursor's text
   */
  static MembersCursor parse(String text) {
    if (text.isEmpty()) {
      return MembersCursor.START;
    }
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidValueException("after", text, "next of the page before");
    }
    String user = matcher.group(4);
    return new MembersCursor(
        Long.parseLong(matcher.group(1)),
        Long.parseLong(matcher.group(2)),
        user.isEmpty() ? "" : new UserId(user).value(),
        Long.parseLong(matcher.group(3)));
  }
}
