package dev.ferry.cli.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
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

  private JLineScreen(Terminal terminal, Supplier<List<String>> users) {
    this.terminal = terminal;
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("ferry")
            // Backslashes and quotes are text here, not syntax.
            .parser(new DefaultParser().escapeChars(new char[0]).quoteChars(new char[0]))
            .completer((r, line, candidates) -> complete(line, users.get(), candidates))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            // What was typed disappears and comes back from the server, in its true order.
            .option(LineReader.Option.ERASE_LINE_ON_FINISH, true)
            .option(LineReader.Option.INSERT_TAB, false)
            .build();
    this.status = Status.getStatus(terminal);
    reader.getWidgets().put(STATUS_WIDGET, this::drawStatus);
  }

  /** A screen on this process's terminal, or null when that can only do lines. */
  static @Nullable JLineScreen open(Supplier<List<String>> users) {
    try {
      Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build();
      if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
        terminal.close();
        return null;
      }
      return new JLineScreen(terminal, users);
    } catch (IOException e) {
      return null;
    }
  }

  private static void complete(ParsedLine line, List<String> users, List<Candidate> candidates) {
    List<String> words = List.of();
    if (line.wordIndex() == 0 && line.line().startsWith("/")) {
      words = ChatSession.COMMANDS;
    } else if (line.wordIndex() == 1 && line.words().get(0).equals("/to")) {
      words = users;
    }
    words.forEach(word -> candidates.add(new Candidate(word)));
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
