package dev.ferry.cli.chat;

import dev.ferry.cli.connect.Failures;
import dev.ferry.cli.connect.GroupConverter;
import dev.ferry.cli.connect.UserConverter;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.cli.terminal.SafeText;
import dev.ferry.client.ClientListener;
import dev.ferry.client.ClientState;
import dev.ferry.client.ConversationIds;
import dev.ferry.client.FerryClient;
import dev.ferry.client.FerryException;
import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/**
 * One chat: lines typed become sends and commands, messages become lines. Own messages are shown
 * when they come back from the server, so the screen shows the conversation's true order. Safe for
 * use from any thread; every method holds the lock only to change the state.
 */
final class ChatSession implements ClientListener {
  private static final int HISTORY_DEFAULT = 20;
  private static final int HISTORY_MAX = 200;

  private final FerryClient client;
  private final Screen screen;
  private final MessageFormat format;
  private final long startedMs;
  private final GroupTalk groups;
  private final HistoryTalk history;
  private final CursorTalk cursors;
  private final MessageTalk messages;
  private final PresenceTalk presence;
  private final BlockTalk blocks;

  private final SlashCommands commands;

  /** Where what is typed goes; guarded by this. */
  private @Nullable String conversation;

  /** Sends and changes of groups without an answer; guarded by this. */
  private int unacked;

  /** Whether the connection stands, as far as the screen was told; guarded by this. */
  private boolean connected;

  /** Conversations seen or named, for completion; guarded by this. */
  private final Set<String> known = new TreeSet<>();

  /** Conversations that began before this chat and are not shown; guarded by this. */
  private final Set<String> earlier = new HashSet<>();

  /**
   * @param conversation where to talk at first
   * @param startedMs the wall clock at the start: older messages are shown of that one only
   */
  ChatSession(
      FerryClient client,
      Screen screen,
      MessageFormat format,
      @Nullable String conversation,
      long startedMs) {
    this.client = client;
    this.screen = screen;
    this.format = format;
    this.conversation = conversation;
    this.startedMs = startedMs;
    this.groups = new GroupTalk(client, screen, this::addUnacked);
    this.messages = new MessageTalk(client, screen, this::addUnacked);
    this.history = new HistoryTalk(client, screen, format, messages);
    this.cursors = new CursorTalk(client, this::conversation, this::refreshStatus);
    this.presence = new PresenceTalk(client, screen, format, this::refreshStatus);
    this.blocks = new BlockTalk(client, screen, this::conversation, this::addUnacked);
    this.commands = new SlashCommands(screen);
    addCommands();
  }

  private void addCommands() {
    command("/to", "/to USER", "talk to USER", this::to);
    command("/group", "/group NAME", "talk in a group", this::group);
    command(
        "/history", "/history [N]", "the last N messages here", arg -> here(this::history, arg));
    messages.addTo(commands, this::here);
    command("/members", "/members", "who is in this group", unused -> inGroup(groups::members));
    command("/create", "/create NAME USER...", "make a group, and talk there", this::create);
    command("/join", "/join NAME [LINK]", "join a group, and talk there", this::join);
    command("/leave", "/leave", "leave this group", unused -> inGroup(this::leave));
    command("/add", "/add USER...", "make people members", who -> inGroup(g -> groups.add(g, who)));
    command(
        "/remove",
        "/remove USER...",
        "end people's membership",
        who -> inGroup(g -> groups.remove(g, who)));
    blocks.addTo(commands);
    new SettingsTalk(client, screen).addTo(commands, this::here);
    command("/help", "/help", "this list", unused -> commands.help());
  }

  private void command(String word, String usage, String help, Consumer<String> action) {
    commands.add(word, usage, help, action);
  }

  /** Begins in the conversation that the command line names, and hears of it. */
  void begin() {
    client.addListener(cursors);
    client.addListener(messages);
    client.addListener(presence);
    presence.go(conversation());
    presence.lookAround();
  }

  /** Something of a message was typed. */
  void typed() {
    String here = conversation();
    if (here != null) {
      client.typing(here);
    }
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
    if (SlashCommands.ends(words[0])) {
      return false;
    }
    commands.run(words[0], argument);
    return true;
  }

  private void to(String user) {
    parsed("/to USER", new UserConverter()::convert, user)
        .ifPresent(checked -> switchTo(client.directWith(checked)));
  }

  private void group(String name) {
    parsed("/group NAME", new GroupConverter()::convert, name).ifPresent(this::switchTo);
  }

  private void create(String argument) {
    String[] words = argument.split("\\s+", 2);
    parsed("/create NAME", new GroupConverter()::convert, words[0])
        .ifPresent(
            group -> groups.create(group, words.length > 1 ? words[1] : "", goFor(group, group)));
  }

  private void join(String argument) {
    String[] words = argument.split("\\s+", 2);
    parsed("/join NAME", new GroupConverter()::convert, words[0])
        .ifPresent(
            group -> groups.join(group, words.length > 1 ? words[1] : "", goFor(group, group)));
  }

  private void leave(String group) {
    groups.leave(group, goFor(group, null));
  }

  /**
   * Goes to {@code target} at once, so that what is typed next does not land where it was not meant
   * for, and gives the way back, which is taken only from there.
   */
  private Runnable goFor(String group, @Nullable String target) {
    String before = conversation();
    go(target);
    synchronized (this) {
      known.add(group);
    }
    return () -> {
      if (Objects.equals(conversation(), target)) {
        go(before);
      }
    };
  }

  private void go(@Nullable String target) {
    synchronized (this) {
      conversation = target;
    }
    presence.go(target);
    refreshStatus();
  }

  /** What {@code converter} makes of a typed word; tells when it makes nothing of it. */
  private Optional<String> parsed(String usage, Function<String, String> converter, String typed) {
    try {
      return Optional.of(converter.apply(typed));
    } catch (TypeConversionException e) {
      screen.line(usage + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private void inGroup(Consumer<String> action) {
    String here = conversation();
    if (here == null || !ConversationIds.isGroup(here)) {
      screen.line("in which group? /group NAME first");
    } else {
      action.accept(here);
    }
  }

  private void here(BiConsumer<String, String> action, String argument) {
    String here = conversation();
    if (here == null) {
      screen.line("with whom? /to USER or /group NAME first");
    } else {
      action.accept(here, argument);
    }
  }

  private void switchTo(String target) {
    go(target);
    presence.lookAround();
    synchronized (this) {
      known.add(target);
    }
    history.show(target, HISTORY_DEFAULT);
  }

  private void history(String here, String argument) {
    try {
      int limit = argument.isEmpty() ? HISTORY_DEFAULT : Integer.parseInt(argument);
      history.show(here, Math.max(1, Math.min(HISTORY_MAX, limit)));
    } catch (NumberFormatException e) {
      screen.line("/history N: '" + SafeText.of(argument) + "' (expected: a number)");
    }
  }

  private void send(String text) {
    String to = conversation();
    if (to == null) {
      screen.line("to whom? /to USER or /group NAME first");
      return;
    }
    addUnacked(1);
    var unused =
        client
            .send(to, MessageContent.text(text))
            .whenComplete(
                (receipt, failure) -> {
                  addUnacked(-1);
                  if (failure != null) {
                    screen.line(
                        "not sent: " + SafeText.of(text) + " (" + Failures.words(failure) + ")");
                  }
                });
  }

  private void addUnacked(int difference) {
    synchronized (this) {
      unacked += difference;
      notifyAll();
    }
    refreshStatus();
  }

  /**
   * Waits until every send and change of a group is answered; returns how many are not when time is
   * up.
   */
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

  /** What can follow {@code first}; what can begin a line when that is empty. */
  List<String> completions(String first) {
    return switch (first) {
      case "" -> commands.words();
      case "/to", "/add", "/remove", "/create", "/block", "/unblock" -> places("d/");
      case "/group", "/join" -> places("g/");
      default -> List.of();
    };
  }

  private synchronized List<String> places(String prefix) {
    return known.stream()
        .filter(id -> id.startsWith(prefix))
        .map(id -> id.startsWith("g/") ? id.substring(2) : MessageFormat.place(id, client.user()))
        .toList();
  }

  private synchronized @Nullable String conversation() {
    return conversation;
  }

  void refreshStatus() {
    String here = conversation();
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
            + status(here)
            + cursors.status()
            + (waiting == 0 ? "" : " | " + waiting + " not acked"));
  }

  private String status(@Nullable String here) {
    if (here == null) {
      return "/to USER or /group NAME to begin";
    }
    String place = MessageFormat.place(here, client.user());
    return (ConversationIds.isGroup(here) ? place : "to " + place) + presence.words();
  }

  @Override
  public void onMessage(ReceivedMessage message) {
    if (message.isDeletedForMe()) {
      return;
    }
    String in = message.conversation();
    boolean current = in.equals(conversation());
    boolean old = message.timeMs() < startedMs;
    boolean announce;
    synchronized (this) {
      known.add(in);
      announce = old && !current && earlier.add(in);
    }
    messages.seen(message);
    if (current) {
      screen.line(messages.line(message, format.shortLine(message), format));
    } else if (!old) {
      screen.line(format.line(message, client.user()));
    } else if (announce) {
      String command = ConversationIds.isGroup(in) ? "/group " : "/to ";
      String place = MessageFormat.place(in, client.user());
      String where = MessageFormat.where(in, client.user());
      screen.line("-- earlier messages " + where + ": " + command + place);
    }
  }

  @Override
  public void onReset(String conversation, long oldEpoch, long newEpoch) {
    screen.line("-- the log " + MessageFormat.where(conversation, client.user()) + " was reset --");
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
