package dev.ferry.cli.group;

import dev.ferry.cli.terminal.ChangeWords;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.cli.terminal.SafeText;
import dev.ferry.client.group.GroupMember;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How members look. */
final class Members {
  private Members() {}

  static String line(GroupMember member) {
    String what = member.left() ? "left" : ChangeWords.lower(member.role());
    return String.format(Locale.ROOT, "%-6s  %s", what, SafeText.of(member.user()) + muted(member));
  }

  /** Until when it may not write, or nothing. */
  static String muted(GroupMember member) {
    return member.mutedUntilMs() <= System.currentTimeMillis()
        ? ""
        : ", muted until " + MessageFormat.isoOrNull(member.mutedUntilMs());
  }

  static Map<String, Object> json(GroupMember member) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("user", member.user());
    object.put("role", ChangeWords.lower(member.role()));
    object.put("muted_until", MessageFormat.isoOrNull(member.mutedUntilMs()));
    object.put("joined_seq", member.joinedSeq());
    object.put("changed_seq", member.changedSeq());
    object.put("left", member.left());
    return object;
  }
}
