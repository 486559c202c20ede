package dev.ferry.cli.chat;

import dev.ferry.cli.terminal.Console;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Line in, line out: for pipes, and for terminals that can do no more. */
final class PlainScreen implements Screen {
  private final Console console;
  private final BufferedReader in;

  PlainScreen(Console console) {
    this.console = console;
    this.in = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
  }

  @Override
  public void line(String line) {
    console.line(line);
  }

  @Override
  public void status(String status) {}

  @Override
  public @Nullable String read() {
    try {
      return in.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}
}
