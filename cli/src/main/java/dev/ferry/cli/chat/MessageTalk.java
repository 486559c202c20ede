package dev.ferry.cli.chat;

import dev.ferry.cli.connect.Failures;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.cli.terminal.OperationWords;
import dev.ferry.client.ClientListener;
import dev.ferry.client.FerryClient;
import dev.ferry.client.HistoryPage;
import dev.ferry.client.MessageContent;
import dev.ferry.client.Messages;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.Timeline;
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
    CompletableFuture<SendReceipt> on(Messages messages, MessageRef message);
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

  void reply(String conversation, String argument) {
    String[] parts = numbered(argument);
    if (parts[1].isEmpty()) {
      screen.line("/reply [#N] TEXT: the text is missing");
      return;
    }
    act(
        conversation,
        parts[0],
        message -> !isMine(message),
        (messages, message) -> messages.reply(message, MessageContent.text(parts[1])));
  }

  void edit(String conversation, String argument) {
    String[] parts = numbered(argument);
    if (parts[1].isEmpty()) {
      screen.line("/edit [#N] TEXT: the text is missing");
      return;
    }
    act(
        conversation,
        parts[0],
        this::isMine,
        (messages, message) -> messages.edit(message, MessageContent.text(parts[1])));
  }

  void recall(String conversation, String argument) {
    act(conversation, numbered(argument)[0], this::isMine, Messages::recall);
  }

  void pin(String conversation, String argument) {
    act(conversation, numbered(argument)[0], message -> true, Messages::pin);
  }

  void unpin(String conversation, String argument) {
    act(
        conversation,
        numbered(argument)[0],
        message -> message.outcome().pinned() != null,
        Messages::unpin);
  }

  /** {@code -EMOJI} takes the reaction back. */
  void react(String conversation, String argument) {
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
            back ? messages.unreact(message, emoji.substring(1)) : messages.react(message, emoji));
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
        act(last.ref(), deed);
      }
      return;
    }
    long seq = Long.parseLong(number);
    ReceivedMessage known = find(conversation, seq);
    if (known != null) {
      act(known.ref(), deed);
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
                    act(page.messages().get(0).ref(), deed);
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
  private void act(MessageRef message, Deed deed) {
    unanswered.accept(1);
    var unused =
        deed.on(client.messages(), message)
            .whenComplete(
                (receipt, failure) -> {
                  if (failure != null) {
                    screen.line("-- not done: " + Failures.words(failure) + " --");
                  } else if (receipt.seq() == 0) {
                    screen.line("-- that is so already --");
                  }
                  unanswered.accept(-1);
                });
  }
}
