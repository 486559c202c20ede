package dev.ferry.cli.chat;

import dev.ferry.cli.connect.Failures;
import dev.ferry.cli.connect.GroupConverter;
import dev.ferry.cli.connect.UserConverter;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.cli.terminal.OperationWords;
import dev.ferry.client.ClientListener;
import dev.ferry.client.ConversationIds;
import dev.ferry.client.FerryClient;
import dev.ferry.client.HistoryPage;
import dev.ferry.client.MessageContent;
import dev.ferry.client.Messages;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.Timeline;
import dev.ferry.client.message.DeletedForMe;
import dev.ferry.client.message.MessageRef;
import dev.ferry.client.message.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/**
 * Does something to messages that were shown: the one of a number, or else the last one that the
 * command fits. Safe for use from any thread.
 */
final class MessageTalk implements ClientListener {
  /** Messages of one conversation that commands find, and conversations that have some. */
  private static final int MESSAGES_MAX = 500;

  private static final int CONVERSATIONS_MAX = 64;

  /** {@code #12 rest}. */
  private static final Pattern NUMBERED = Pattern.compile("#(\\d{1,15})(?:\\s+(.*))?");

  private final FerryClient client;
  private final Screen screen;
  private final IntConsumer unanswered;

  /** By conversation, the one with the oldest news first; guarded by this. */
  private final Map<String, Timeline> timelines =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Timeline> eldest) {
          return size() > CONVERSATIONS_MAX;
        }
      };

  /** What a command asks of one message. */
  private interface Deed {
    CompletableFuture<?> on(Messages messages, ReceivedMessage message);
  }

  /**
   * @param unanswered hears by how much the number of operations under way has changed
   */
  MessageTalk(FerryClient client, Screen screen, IntConsumer unanswered) {
    this.client = client;
    this.screen = screen;
    this.unanswered = unanswered;
  }

  /** Takes the next entry into account. */
  synchronized void seen(ReceivedMessage entry) {
    timeline(entry.conversation()).add(entry);
  }

  /** Takes a part of the history into account. */
  synchronized void seen(HistoryPage page) {
    timeline(page.conversation()).add(page);
  }

  /** Told of what was shown. */
  @Override
  public void onExpired(MessageRef message) {
    ReceivedMessage expired;
    synchronized (this) {
      expired = timeline(message.conversation()).expire(message);
    }
    if (expired != null) {
      String where = MessageFormat.where(message.conversation(), client.user());
      screen.line("-- #" + message.seq() + " " + where + " has expired --");
    }
  }

  private Timeline timeline(String conversation) {
    return timelines.computeIfAbsent(
        conversation, key -> new Timeline(client.user(), MESSAGES_MAX));
  }

  /** The line that tells of an entry: of an operation, with the words of its message. */
  String line(ReceivedMessage entry, String otherwise, MessageFormat format) {
    Operation operation = entry.operation();
    if (operation == null) {
      return otherwise;
    }
    ReceivedMessage target = find(entry.conversation(), operation.targetSeq());
    return format.time(entry.timeMs())
        + " -- "
        + OperationWords.sentence(entry, operation, target)
        + " --";
  }

  private synchronized @Nullable ReceivedMessage find(String conversation, long seq) {
    Timeline timeline = timelines.get(conversation);
    return timeline == null ? null : timeline.message(seq);
  }

  void addTo(SlashCommands commands, SettingsTalk.Here here) {
    commands.add(
        "/reply", "/reply [#N] TEXT", "answer a message", arg -> here.apply(this::reply, arg));
    commands.add(
        "/edit", "/edit [#N] TEXT", "say it otherwise", arg -> here.apply(this::edit, arg));
    commands.add("/recall", "/recall [#N]", "take it back", arg -> here.apply(this::recall, arg));
    commands.add(
        "/react", "/react [#N] [-]EMOJI", "react, or not", arg -> here.apply(this::react, arg));
    commands.add("/pin", "/pin [#N]", "pin a message", arg -> here.apply(this::pin, arg));
    commands.add("/unpin", "/unpin [#N]", "take the pin away", arg -> here.apply(this::unpin, arg));
    commands.add(
        "/forward",
        "/forward [#N] USER|g/NAME",
        "send a copy to others",
        arg -> here.apply(this::forward, arg));
    addDeletionsTo(commands, here);
  }

  /** What others do not notice. */
  private void addDeletionsTo(SlashCommands commands, SettingsTalk.Here here) {
    commands.add(
        "/delete", "/delete [#N]", "delete it for you only", arg -> here.apply(this::delete, arg));
    commands.add(
        "/clear",
        "/clear",
        "delete all there is here, for you",
        arg -> here.apply((conversation, unused) -> clear(conversation), arg));
  }

  private void delete(String conversation, String argument) {
    act(
        conversation,
        numbered(argument)[0],
        message -> true,
        (messages, message) -> messages.deleteForMe(message.ref()));
  }

  private void clear(String conversation) {
    unanswered.accept(1);
    var unused =
        client
            .messages()
            .clear(conversation)
            .whenComplete(
                (done, failure) -> {
                  screen.line(
                      failure == null
                          ? "-- all there is here is deleted for you --"
                          : "-- not done: " + Failures.words(failure) + " --");
                  unanswered.accept(-1);
                });
  }

  /** The user has deleted these for itself. */
  @Override
  public synchronized void onDeletedForMe(List<DeletedForMe> deleted) {
    for (DeletedForMe each : deleted) {
      Timeline timeline = timelines.get(each.conversation());
      if (timeline != null) {
        timeline.delete(each);
      }
    }
  }

  private void reply(String conversation, String argument) {
    String[] parts = numbered(argument);
    if (parts[1].isEmpty()) {
      screen.line("/reply [#N] TEXT: the text is missing");
      return;
    }
    act(
        conversation,
        parts[0],
        message -> !isMine(message),
        (messages, message) -> messages.reply(message.ref(), MessageContent.text(parts[1])));
  }

  private void edit(String conversation, String argument) {
    String[] parts = numbered(argument);
    if (parts[1].isEmpty()) {
      screen.line("/edit [#N] TEXT: the text is missing");
      return;
    }
    act(
        conversation,
        parts[0],
        this::isMine,
        (messages, message) -> messages.edit(message.ref(), MessageContent.text(parts[1])));
  }

  private void recall(String conversation, String argument) {
    act(
        conversation,
        numbered(argument)[0],
        this::isMine,
        (messages, message) -> messages.recall(message.ref()));
  }

  private void pin(String conversation, String argument) {
    act(
        conversation,
        numbered(argument)[0],
        message -> true,
        (messages, message) -> messages.pin(message.ref()));
  }

  private void unpin(String conversation, String argument) {
    act(
        conversation,
        numbered(argument)[0],
        message -> message.outcome().pinned() != null,
        (messages, message) -> messages.unpin(message.ref()));
  }

  /** {@code -EMOJI} takes the reaction back. */
  private void react(String conversation, String argument) {
    String[] parts = numbered(argument);
    String emoji = parts[1];
    if (emoji.isEmpty()) {
      screen.line("/react [#N] EMOJI: which one? -EMOJI takes it back");
      return;
    }
    boolean back = emoji.startsWith("-") && emoji.length() > 1;
    act(
        conversation,
        parts[0],
        message -> true,
        (messages, message) ->
            back
                ? messages.unreact(message.ref(), emoji.substring(1))
                : messages.react(message.ref(), emoji));
  }

  private void forward(String conversation, String argument) {
    String[] parts = numbered(argument);
    String to;
    try {
      to =
          ConversationIds.isGroup(parts[1])
              ? new GroupConverter().convert(parts[1])
              : client.directWith(new UserConverter().convert(parts[1]));
    } catch (TypeConversionException e) {
      screen.line("/forward [#N] USER|g/NAME: " + e.getMessage());
      return;
    }
    act(
        conversation,
        parts[0],
        message -> true,
        (messages, message) -> messages.forward(to, message));
  }

  /** The number before the rest, or empty, and the rest. */
  private static String[] numbered(String argument) {
    Matcher matcher = NUMBERED.matcher(argument.strip());
    if (!matcher.matches()) {
      return new String[] {"", argument.strip()};
    }
    String rest = matcher.group(2);
    return new String[] {matcher.group(1), rest == null ? "" : rest.strip()};
  }

  private boolean isMine(ReceivedMessage message) {
    return message.sender().equals(client.user());
  }

  private void act(String conversation, String number, Predicate<ReceivedMessage> fits, Deed deed) {
    if (number.isEmpty()) {
      ReceivedMessage last = last(conversation, fits);
      if (last == null) {
        screen.line("on which message? #N, as /history shows them");
      } else {
        act(last, deed);
      }
      return;
    }
    long seq = Long.parseLong(number);
    ReceivedMessage known = find(conversation, seq);
    if (known != null) {
      act(known, deed);
      return;
    }
    var unused =
        client
            .history(conversation, seq, 1)
            .whenComplete(
                (page, failure) -> {
                  if (failure != null) {
                    screen.line("-- not done: " + Failures.words(failure) + " --");
                  } else if (page.messages().isEmpty() || page.messages().get(0).seq() != seq) {
                    screen.line("-- there is no #" + seq + " here --");
                  } else {
                    act(page.messages().get(0), deed);
                  }
                });
  }

  private synchronized @Nullable ReceivedMessage last(
      String conversation, Predicate<ReceivedMessage> fits) {
    Timeline timeline = timelines.get(conversation);
    List<ReceivedMessage> known = timeline == null ? List.of() : timeline.messages();
    for (int i = known.size() - 1; i >= 0; i--) {
      ReceivedMessage message = known.get(i);
      boolean open = message.change() == null && !message.outcome().gone();
      if (open && fits.test(message)) {
        return message;
      }
    }
    return null;
  }

  /** Counted until its outcome was told; what it did comes as an entry by itself. */
  private void act(ReceivedMessage message, Deed deed) {
    CompletableFuture<?> asked;
    try {
      asked = deed.on(client.messages(), message);
    } catch (IllegalArgumentException e) {
      screen.line("-- not done: " + e.getMessage() + " --");
      return;
    }
    unanswered.accept(1);
    var unused =
        asked.whenComplete(
            (done, failure) -> {
              if (failure != null) {
                screen.line("-- not done: " + Failures.words(failure) + " --");
              } else if (!(done instanceof SendReceipt receipt)) {
                screen.line("-- #" + message.seq() + " is deleted for you --");
              } else if (receipt.seq() == 0) {
                screen.line("-- that is so already --");
              }
              unanswered.accept(-1);
            });
  }
}
