package dev.ferry.cli.demo;

import dev.ferry.cli.connect.DurationConverter;
import dev.ferry.cli.terminal.Console;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells the tour, and keeps whether every check held. */
final class Narrator {
  private final Console console;
  private final boolean json;
  private boolean allHeld = true;

  /**
   * @param json whether standard output is for programs: one object a check, and the tale elsewhere
   */
  Narrator(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** A heading. */
  void chapter(String title) {
    say("");
    say(console.glyph("── ", "-- ") + title);
  }

  /** A plain line of the tale. */
  void say(String line) {
    if (json) {
      console.err().println(line);
    } else {
      console.line(line.isEmpty() ? "" : "  " + line);
    }
  }

  /** A line that was written in the chat. */
  void speech(String time, String who, String text, String measured) {
    say(String.format("%s  %-5s  %-46s %8s", time, who, text, measured));
  }

  /**
   * Whether {@code what} held; {@code name} is for programs, {@code took} is null where no time
   * tells anything.
   */
  void check(String name, String what, boolean held, @Nullable Duration took) {
    allHeld &= held;
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("check", name);
      object.put("ok", held);
      object.put("text", what);
      if (took != null) {
        object.put("ms", took.toMillis());
      }
      console.json(object);
      return;
    }
    String mark = held ? console.glyph("✓", "ok  ") : console.glyph("✗", "FAIL");
    String measured = took == null ? "" : DurationConverter.words(took);
    say(String.format("%s %-62s %s", mark, what, measured).stripTrailing());
  }

  boolean allHeld() {
    return allHeld;
  }
}
