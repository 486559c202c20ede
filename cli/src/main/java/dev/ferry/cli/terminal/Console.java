package dev.ferry.cli.terminal;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Where a command reads and writes; always UTF-8. Safe for use from any thread. */
public final class Console {
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final boolean ascii;

  /**
   * @param ascii whether the decoration (arrows, check marks) must be plain ASCII
   */
  public Console(InputStream in, OutputStream out, OutputStream err, boolean ascii) {
    this.in = in;
    this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
    this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    this.ascii = ascii;
  }

  /** The process's own streams. */
  public static Console ofSystem() {
    return new Console(
        System.in,
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.err)),
        Boolean.getBoolean("ferry.ascii"));
  }

  public InputStream in() {
    return in;
  }

  public PrintStream out() {
    return out;
  }

  public PrintStream err() {
    return err;
  }

  /** One line of the answer. */
  public void line(String line) {
    out.println(line);
  }

  /** One JSON object on one line, in the map's order. */
  public void json(Map<String, ?> object) {
    out.println(toJson(object));
  }

  /** One line for people; never on standard output. */
  public void note(String line) {
    err.println("ferry: " + line);
  }

  /** Whether nobody reads standard output any more, as after {@code ferry tail | head -1}. */
  public boolean isOutClosed() {
    return out.checkError();
  }

  /** {@code unicode}, or {@code plain} where the terminal may not have the glyph. */
  public String glyph(String unicode, String plain) {
    return ascii ? plain : unicode;
  }

  static String toJson(Map<String, ?> object) {
    try {
      // What JSON allows raw but a terminal obeys (DEL, C1, overrides) gets its \\u form as well.
      return SafeText.of(JSON.std.asString(object));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
