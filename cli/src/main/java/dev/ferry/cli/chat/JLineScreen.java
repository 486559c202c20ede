package dev.ferry.cli.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.Widget;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Status;
import org.jspecify.annotations.Nullable;

/** A terminal with line editing, history, completion and a status bar. */
final class JLineScreen implements Screen {
  private static final String STATUS_WIDGET = "ferry-status";

  private final Terminal terminal;
  private final LineReader reader;
  private final Status status;
  private volatile String statusText = "";

  private JLineScreen(Terminal terminal, Function<String, List<String>> completions) {
    this.terminal = terminal;
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("ferry")
            // Backslashes and quotes are text here, not syntax.
            .parser(new DefaultParser().escapeChars(new char[0]).quoteChars(new char[0]))
            .completer((r, line, candidates) -> complete(line, completions, candidates))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            // What was typed disappears and comes back from the server, in its true order.
            .option(LineReader.Option.ERASE_LINE_ON_FINISH, true)
            .option(LineReader.Option.INSERT_TAB, false)
            .build();
    this.status = Status.getStatus(terminal);
    reader.getWidgets().put(STATUS_WIDGET, this::drawStatus);
  }

  /** A screen on this process's terminal, or null when that can only do lines. */
  static @Nullable JLineScreen open(Function<String, List<String>> completions) {
    try {
      Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build();
      if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
        terminal.close();
        return null;
      }
      return new JLineScreen(terminal, completions);
    } catch (IOException e) {
      return null;
    }
  }

  private static void complete(
      ParsedLine line, Function<String, List<String>> completions, List<Candidate> candidates) {
    if (line.line().startsWith("/")) {
      String first = line.wordIndex() == 0 ? "" : line.words().get(0);
      completions.apply(first).forEach(word -> candidates.add(new Candidate(word)));
    }
  }

  @Override
  public void line(String line) {
    reader.printAbove(line);
  }

  @Override
  public void status(String text) {
    statusText = text;
    try {
      // A widget runs under the reader's lock, so the bar and the line being typed do not mix.
      reader.callWidget(STATUS_WIDGET);
    } catch (IllegalStateException notReading) {
      drawStatus();
    }
  }

  private synchronized boolean drawStatus() {
    status.update(
        List.of(new AttributedString(" " + statusText + " ", AttributedStyle.DEFAULT.inverse())));
    return true;
  }

  @Override
  public void whenTyped(Runnable typed) {
    Widget insert = Objects.requireNonNull(reader.getWidgets().get(LineReader.SELF_INSERT));
    reader
        .getWidgets()
        .put(
            LineReader.SELF_INSERT,
            () -> {
              boolean inserted = insert.apply();
              // A command is nothing to others.
              if (reader.getBuffer().atChar(0) != '/') {
                typed.run();
              }
              return inserted;
            });
  }

  @Override
  public @Nullable String read() {
    try {
      return reader.readLine("> ");
    } catch (UserInterruptException | EndOfFileException e) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      status.hide();
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
