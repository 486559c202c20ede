package dev.ferry.server.load;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A defect put into a node's scripts, to see whether the ledger finds it. */
enum Bug {
  /** What is stored in a group is not told to anybody. */
  SKIPS_PUBLISH(
      "group_append", "redis.call('SPUBLISH', channel, bus_form(place, kept))", "-- not told"),

  /** A message that is sent again is stored again. */
  SKIPS_IDEMPOTENCY("part/log", "if first then", "if false then"),

  /** Anybody may write into a group. */
  SKIPS_MEMBERSHIP(
      "group_append",
      "local me = member_of(roster, sender)",
      "local me = member_of(roster, sender) or parsed(sender, '- 0 0 0-0')"),

  /** Whoever was a member once reads everything since. */
  READS_AFTER_REMOVAL("part/roster", "to = tonumber(to) or head}", "to = head}"),

  /** How far somebody has read in a group is told, and not kept. */
  FORGETS_CURSORS(
      "move_group", "redis.call('HSET', roster, me.user, roster_line(me))", "-- not kept");

  private final String script;
  private final String right;
  private final String wrong;

  Bug(String script, String right, String wrong) {
    this.script = script;
    this.right = right;
    this.wrong = wrong;
  }

  /** The words that start a node with this defect; the scripts go under {@code folder}. */
  String nodeCommand(Path folder) {
    String file = "lua/" + script + ".lua";
    Path defective = folder.resolve(file);
    try (InputStream in = Bug.class.getResourceAsStream("/" + file)) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      if (!text.contains(right)) {
        throw new IllegalStateException(file + " has no longer: " + right);
      }
      Files.createDirectories(Objects.requireNonNull(defective.getParent()));
      Files.writeString(defective, text.replace(right, wrong));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = folder + File.pathSeparator + System.getProperty("java.class.path");
    return java + " -Xmx512m -cp " + classPath + " dev.ferry.server.Main";
  }
}
