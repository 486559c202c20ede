package dev.ferry.server.operations;

import dev.ferry.client.ClientListener;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.Draft;
import dev.ferry.client.FerryClient;
import dev.ferry.client.HistoryPage;
import dev.ferry.client.MessageContent;
import dev.ferry.client.Messages;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.Timeline;
import dev.ferry.client.driver.FerryClients;
import dev.ferry.client.message.MessageRef;
import dev.ferry.client.settings.ConversationSettings;
import dev.ferry.client.settings.SettingsChange;
import dev.ferry.client.store.InMemoryStore;
import dev.ferry.server.testkit.Tokens;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A device whose app shows messages; what the app has outlives its clients. */
final class AppDevice implements ClientListener, AutoCloseable {
  final String user;
  private final String peer;
  private final String device;
  private final Tokens tokens;
  private final InMemoryStore store = new InMemoryStore();

  /** Guarded by this. */
  private final Map<String, Timeline> timelines = new HashMap<>();

  private @Nullable FerryClient client;

  /**
   * @param peer whom its messages mention now and then
   */
  AppDevice(String user, String peer, String device, Tokens tokens) {
    this.user = user;
    this.peer = peer;
    this.device = device;
    this.tokens = tokens;
  }

  void connect(URI node) {
    if (client != null) {
      client.close();
    }
    client =
        FerryClients.create(
            ClientOptions.builder()
                .server(node)
                .user(user)
                .device(device)
                .tokens(() -> tokens.token(user))
                .store(store)
                .firstSightMessages(Integer.MAX_VALUE)
                .build());
    client.addListener(this);
    client.start();
  }

  boolean isConnected() {
    return client != null;
  }

  FerryClient client() {
    if (client == null) {
      throw new IllegalStateException(user + "/" + device + " is away");
    }
    return client;
  }

  /** Goes away, with whatever it has sent. */
  @Override
  public void close() {
    if (client != null) {
      client.close();
      client = null;
    }
  }

  @Override
  public synchronized void onMessage(ReceivedMessage message) {
    timeline(message.conversation()).add(message);
  }

  private Timeline timeline(String conversation) {
    return timelines.computeIfAbsent(conversation, key -> new Timeline(user, 10_000));
  }

  /** Says something, or does something at random to a message that the app has. */
  CompletableFuture<SendReceipt> act(String conversation, Random random) {
    Messages messages = client().messages();
    List<ReceivedMessage> known = shown(conversation);
    if (known.isEmpty() || random.nextInt(3) == 0) {
      Draft draft = Draft.of(MessageContent.text("says " + random.nextInt(1000)));
      return messages.send(conversation, random.nextInt(3) == 0 ? draft.mention(peer) : draft);
    }
    MessageRef target = known.get(random.nextInt(known.size())).ref();
    return switch (random.nextInt(12)) {
      case 0 -> messages.recall(target);
      case 1, 2 -> messages.edit(target, MessageContent.text("edit " + random.nextInt(1000)));
      case 3 -> messages.pin(target);
      case 4 -> messages.unpin(target);
      case 5, 6, 7 -> messages.unreact(target, "e" + random.nextInt(3));
      case 8 -> messages.reply(target, MessageContent.text("answer"));
      default -> messages.react(target, "e" + random.nextInt(3));
    };
  }

  /**
   * Marks read one of the last messages that the app shows.
   *
   * @return its seq; 0 when it shows none
   */
  long read(String conversation, Random random) {
    List<ReceivedMessage> known = shown(conversation);
    if (known.isEmpty()) {
      return 0;
    }
    long seq = known.get(known.size() - 1 - random.nextInt(Math.min(3, known.size()))).seq();
    client().markRead(conversation, seq);
    return seq;
  }

  /** Changes how the user wants the conversation. */
  void set(String conversation, Random random) {
    SettingsChange change =
        switch (random.nextInt(6)) {
          case 0 -> SettingsChange.pin(random.nextBoolean());
          case 1 -> SettingsChange.muteUntil(random.nextInt(2) * ConversationSettings.FOR_GOOD_MS);
          case 2 -> SettingsChange.remark("remark " + random.nextInt(3));
          case 3 -> SettingsChange.draft("draft " + random.nextInt(100));
          case 4 -> SettingsChange.hide(random.nextBoolean());
          default -> SettingsChange.markUnread(random.nextBoolean());
        };
    var unused = client().settings().change(conversation, change);
  }

  /** Looks at some part of the history, as an app does that scrolls. */
  void look(String conversation, Random random) {
    var unused = client().history(conversation, random.nextInt(20), 10).thenAccept(this::take);
  }

  private synchronized void take(HistoryPage page) {
    timeline(page.conversation()).add(page);
  }

  /** The messages that the app has, without the changes of groups. */
  synchronized List<ReceivedMessage> shown(String conversation) {
    return timeline(conversation).messages().stream()
        .filter(message -> message.change() == null)
        .toList();
  }

  /** What the app has, in words. */
  List<String> state(String conversation) {
    return state(
        shown(conversation),
        client().unread(conversation),
        client().unreadMentionSeqs(conversation));
  }

  /**
   * What the server shows this user, in words.
   *
   * @param marked the highest seq that a device of this user has marked read, or 0
   */
  List<String> stateOfServer(String conversation, long marked) {
    List<ReceivedMessage> log = log(conversation);
    long read =
        log.stream()
            .filter(message -> message.sender().equals(user))
            .mapToLong(ReceivedMessage::seq)
            .reduce(marked, Math::max);
    List<ReceivedMessage> unread = log.stream().filter(message -> message.seq() > read).toList();
    List<Long> mentions =
        unread.stream()
            .filter(message -> message.mentions().contains(user))
            .filter(message -> message.outcome().recalled() == null)
            .map(ReceivedMessage::seq)
            .toList();
    return state(log, unread.size(), mentions);
  }

  private List<ReceivedMessage> log(String conversation) {
    List<ReceivedMessage> all = new ArrayList<>();
    HistoryPage page;
    long from = 1;
    do {
      page = client().history(conversation, from, 50).join();
      for (ReceivedMessage message : page.messages()) {
        from = message.seq() + 1;
        if (message.change() == null && message.operation() == null) {
          all.add(message);
        }
      }
    } while (!page.messages().isEmpty() && from <= page.headSeq());
    return all;
  }

  private static List<String> state(
      List<ReceivedMessage> messages, long unread, List<Long> mentions) {
    String counted = unread + " unread, mentioned in " + mentions;
    return Stream.concat(Stream.of(counted), messages.stream().map(AppDevice::words)).toList();
  }

  private static String words(ReceivedMessage message) {
    return message.seq()
        + (" re " + message.replyToSeq() + " ")
        + message.content().text()
        + " "
        + message.outcome();
  }
}
