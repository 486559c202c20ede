package dev.ferry.cli.chat;

import dev.ferry.cli.connect.Failures;
import dev.ferry.cli.connect.UserConverter;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.cli.terminal.SafeText;
import dev.ferry.client.ClientListener;
import dev.ferry.client.ClientState;
import dev.ferry.client.FerryClient;
import dev.ferry.client.FerryException;
import dev.ferry.client.HistoryPage;
import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/**
 * One chat: lines typed become sends and commands, messages become lines. Own messages are shown
 * when they come back from the server, so the screen shows the conversation's true order. Safe for
 * use from any thread; every method holds the lock only to change the state.
 */
final class ChatSession implements ClientListener {
  static final List<String> COMMANDS = List.of("/to", "/history", "/help", "/quit");

  private static final int HISTORY_DEFAULT = 20;
  private static final int HISTORY_MAX = 200;

  private final FerryClient client;
  private final Screen screen;
  private final MessageFormat format;
  private final long startedMs;

  /** Guarded by this. */
  private @Nullable String peer;

  /** Guarded by this. */
  private int unacked;

  /** Whether the connection stands, as far as the screen was told; guarded by this. */
  private boolean connected;

  /** Guarded by this. */
  private final Set<String> users = new TreeSet<>();

  /** Conversations that began before this chat and are not shown; guarded by this. */
  private final Set<String> earlier = new HashSet<>();

  /**
   * @param startedMs the wall clock at the start: older messages are shown of the peer only
   */
  ChatSession(
      FerryClient client,
      Screen screen,
      MessageFormat format,
      @Nullable String peer,
      long startedMs) {
    this.client = client;
    this.screen = screen;
    this.format = format;
    this.peer = peer;
    this.startedMs = startedMs;
  }

  /** Handles a typed line; false when the chat shall end. */
  boolean handle(String typed) {
    String line = typed.strip();
    if (line.isEmpty()) {
      return true;
    }
    if (!line.startsWith("/") || line.startsWith("//")) {
      send(line.startsWith("//") ? line.substring(1) : line);
      return true;
    }
    String[] words = line.split("\\s+", 2);
    String argument = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "/quit", "/q" -> {
        return false;
      }
      case "/to" -> to(argument);
      case "/history" -> history(argument);
      case "/help" -> help();
      default -> screen.line("no command " + SafeText.of(words[0]) + " (try /help)");
    }
    return true;
  }

  private void help() {
    screen.line("/to USER       talk to USER");
    screen.line("/history [N]   the last N messages with the current user");
    screen.line("/quit          end (also Ctrl-D)");
    screen.line("//text         a message that begins with a slash");
  }

  private void to(String user) {
    try {
      new UserConverter().convert(user);
    } catch (TypeConversionException e) {
      screen.line("/to USER: " + e.getMessage());
      return;
    }
    synchronized (this) {
      peer = user;
      users.add(user);
    }
    refreshStatus();
    showHistory(user, HISTORY_DEFAULT);
  }

  private void history(String argument) {
    String with = peer();
    if (with == null) {
      screen.line("with whom? /to USER first");
      return;
    }
    try {
      int limit = argument.isEmpty() ? HISTORY_DEFAULT : Integer.parseInt(argument);
      showHistory(with, Math.max(1, Math.min(HISTORY_MAX, limit)));
    } catch (NumberFormatException e) {
      screen.line("/history N: '" + SafeText.of(argument) + "' (expected: a number)");
    }
  }

  private void showHistory(String with, int limit) {
    var unused =
        client
            .history(client.directWith(with), 0, limit)
            .whenComplete((page, failure) -> showPage(with, page, failure));
  }

  private void showPage(String with, @Nullable HistoryPage page, @Nullable Throwable failure) {
    if (page == null) {
      screen.line("no history: " + (failure == null ? "no answer" : words(failure)));
      return;
    }
    if (page.messages().isEmpty()) {
      screen.line("-- no messages with " + with + " yet --");
      return;
    }
    screen.line("-- the last " + page.messages().size() + " with " + with + " --");
    page.messages().forEach(message -> screen.line(format.shortLine(message)));
    screen.line("--");
  }

  private void send(String text) {
    String to = peer();
    if (to == null) {
      screen.line("to whom? /to USER first");
      return;
    }
    addUnacked(1);
    var unused =
        client
            .send(client.directWith(to), MessageContent.text(text))
            .whenComplete(
                (receipt, failure) -> {
                  addUnacked(-1);
                  if (failure != null) {
                    screen.line("not sent: " + SafeText.of(text) + " (" + words(failure) + ")");
                  }
                });
  }

  private static String words(Throwable failure) {
    FerryException reason = Failures.ferryException(failure);
    return reason == null ? String.valueOf(failure) : Failures.words(reason);
  }

  private void addUnacked(int difference) {
    synchronized (this) {
      unacked += difference;
      notifyAll();
    }
    refreshStatus();
  }

  /** Waits until every send is answered; returns how many are not when time is up. */
  synchronized int awaitAcks(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (unacked > 0) {
      long leftMs = (end - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        break;
      }
      wait(leftMs);
    }
    return unacked;
  }

  /** Who was seen or named, for completion. */
  synchronized List<String> users() {
    return List.copyOf(users);
  }

  private synchronized @Nullable String peer() {
    return peer;
  }

  void refreshStatus() {
    String to = peer();
    int waiting;
    synchronized (this) {
      waiting = unacked;
    }
    String state = client.state().name().toLowerCase(Locale.ROOT);
    screen.status(
        client.user()
            + " | "
            + state
            + " | "
            + (to == null ? "/to USER to begin" : "to " + to)
            + (waiting == 0 ? "" : " | " + waiting + " not acked"));
  }

  @Override
  public void onMessage(ReceivedMessage message) {
    String with = MessageFormat.peer(message.conversation(), client.user());
    boolean current = with.equals(peer());
    boolean old = message.timeMs() < startedMs;
    boolean announce;
    synchronized (this) {
      users.add(with);
      announce = old && !current && earlier.add(with);
    }
    if (current) {
      screen.line(format.shortLine(message));
    } else if (!old) {
      screen.line(format.line(message, client.user()));
    } else if (announce) {
      screen.line("-- earlier messages with " + SafeText.of(with) + ": /to " + SafeText.of(with));
    }
  }

  @Override
  public void onReset(String conversation, long oldEpoch, long newEpoch) {
    screen.line("-- the log of " + SafeText.of(conversation) + " was reset --");
  }

  @Override
  public void onState(ClientState state) {
    if (state == ClientState.ONLINE) {
      synchronized (this) {
        connected = true;
      }
    }
    refreshStatus();
  }

  /** Told once an outage; what fails before the first login ends the command instead. */
  @Override
  public void onDisconnected(FerryException reason, boolean terminal) {
    boolean told;
    synchronized (this) {
      told = !connected;
      connected = false;
    }
    if (terminal && !told) {
      screen.line("-- disconnected: " + Failures.words(reason) + " --");
    } else if (!told) {
      screen.line("-- connection lost, trying again; what you write is kept --");
    }
  }
}
