package dev.ferry.server.reliability;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import dev.ferry.client.ClientListener;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.ClientState;
import dev.ferry.client.ConversationIds;
import dev.ferry.client.FerryClient;
import dev.ferry.client.FerryException;
import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.driver.FerryClients;
import dev.ferry.client.store.InMemoryStore;
import dev.ferry.loadtest.fleet.NodeProcess;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.FetchHeads;
import dev.ferry.protocol.v1.FetchMessages;
import dev.ferry.protocol.v1.MessagePage;
import dev.ferry.protocol.v1.SendMessage;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.testkit.Ledger;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Tokens;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/**
 * Devices that talk through the SDK without pause, whatever happens to the server, and what they
 * saw. Alice has a phone and a tablet, Bob and Carol have phones; all of them send.
 */
final class Talk implements AutoCloseable {
  static final String WITH_BOB = ConversationIds.direct("alice", "bob");
  static final String WITH_CAROL = ConversationIds.direct("alice", "carol");

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SEND_EVERY_MS = 10;
  private static final int UNACKED_MAX = 100;

  /** One message that a device gave to the SDK. */
  private record Said(
      String device, String conversation, String text, CompletableFuture<SendReceipt> receipt) {}

  private record Heard(String device, Ledger.Entry entry) {}

  private final Tokens tokens;
  private final List<Device> devices = new ArrayList<>();

  /** Guarded by itself. */
  private final List<Said> said = new ArrayList<>();

  /** Guarded by itself. */
  private final List<Heard> heard = new ArrayList<>();

  private final ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();

  private Talk(Tokens tokens) {
    this.tokens = tokens;
  }

  /**
   * All devices online.
   *
   * @param alice where both of hers connect
   * @param others where the others do
   */
  static Talk begin(Tokens tokens, URI alice, URI others) {
    Talk talk = new Talk(tokens);
    try {
      talk.add(alice, "alice", "phone", WITH_BOB, WITH_CAROL);
      talk.add(alice, "alice", "tablet", WITH_BOB, WITH_CAROL);
      talk.add(others, "bob", "phone", WITH_BOB);
      talk.add(others, "carol", "phone", WITH_CAROL);
      talk.awaitOnline();
    } catch (RuntimeException | AssertionError e) {
      talk.close();
      throw e;
    }
    return talk;
  }

  /** A send as a bare peer makes it; the client message id ends with {@code number}. */
  static ClientFrame.Builder send(String conversation, long number, String text) {
    return send(conversation, number, text, ByteString.EMPTY);
  }

  /** The same with a body. */
  static ClientFrame.Builder send(String conversation, long number, String text, ByteString body) {
    return ClientFrame.newBuilder()
        .setSendMessage(
            SendMessage.newBuilder()
                .setConversation(conversation)
                .setClientMessageId(RawClient.messageId(number))
                .setContent(Content.newBuilder().setType("text").setText(text).setBody(body)));
  }

  /** A bare peer's question for its first heads. */
  static ClientFrame.Builder heads() {
    return ClientFrame.newBuilder().setFetchHeads(FetchHeads.getDefaultInstance());
  }

  /** A page as a bare peer gets it. */
  static MessagePage page(RawClient client, String conversation, long fromSeq) {
    ServerFrame answer =
        client.call(
            ClientFrame.newBuilder()
                .setFetchMessages(
                    FetchMessages.newBuilder().setConversation(conversation).setFromSeq(fromSeq)));
    if (!answer.hasMessagePage()) {
      throw new AssertionError("not a page: " + answer);
    }
    return answer.getMessagePage();
  }

  /** The Redis that the node started for itself. */
  static ProcessHandle redisOf(NodeProcess node) {
    return ProcessHandle.of(node.pid()).stream()
        .flatMap(ProcessHandle::descendants)
        .filter(Talk::isRedis)
        .findFirst()
        .orElseThrow(() -> new AssertionError(node.id() + " has no Redis of its own"));
  }

  /** Redis changes what it calls itself; its wrapper is a shell. */
  private static boolean isRedis(ProcessHandle process) {
    return process.info().command().filter(path -> path.contains("redis-server")).isPresent();
  }

  /** One device and what it was told besides messages. */
  final class Device implements ClientListener {
    final String name;
    private final List<String> conversations;
    private final FerryClient client;
    private final List<CompletableFuture<SendReceipt>> open = new ArrayList<>();
    private final Map<String, List<Long>> resets = new TreeMap<>();
    private final List<String> ends = new ArrayList<>();
    private int counter;

    private Device(URI server, String user, String device, String... conversations) {
      this.name = user + "/" + device;
      this.conversations = List.of(conversations);
      this.client =
          FerryClients.create(
              ClientOptions.builder()
                  .server(server)
                  .user(user)
                  .device(device)
                  .tokens(() -> tokens.token(user))
                  .store(new InMemoryStore())
                  .firstSightMessages(Integer.MAX_VALUE)
                  .build());
      client.addListener(this);
      client.start();
    }

    /** On the load's thread, so that the order of sends is known. */
    private void sendOne() {
      open.removeIf(CompletableFuture::isDone);
      if (open.size() >= UNACKED_MAX) {
        return;
      }
      String conversation = conversations.get(counter % conversations.size());
      String text = name + " " + counter++;
      CompletableFuture<SendReceipt> receipt = client.send(conversation, MessageContent.text(text));
      open.add(receipt);
      synchronized (said) {
        said.add(new Said(name, conversation, text, receipt));
      }
    }

    @Override
    public void onMessage(ReceivedMessage message) {
      Ledger.Entry entry =
          new Ledger.Entry(
              message.conversation(),
              message.epoch(),
              message.seq(),
              message.clientMessageId(),
              message.sender() + "/" + message.senderDevice(),
              message.content().text());
      synchronized (heard) {
        heard.add(new Heard(name, entry));
      }
    }

    @Override
    public synchronized void onReset(String conversation, long oldEpoch, long newEpoch) {
      resets.computeIfAbsent(conversation, key -> new ArrayList<>()).add(newEpoch);
    }

    @Override
    public synchronized void onDisconnected(FerryException reason, boolean terminal) {
      ends.add((terminal ? "for good: " : "") + reason.getMessage());
    }

    /** The epochs that resets told of, by conversation. */
    synchronized Map<String, List<Long>> resets() {
      return new TreeMap<>(resets);
    }

    /** Why connections ended, in order. */
    synchronized List<String> ends() {
      return List.copyOf(ends);
    }
  }

  private void add(URI server, String user, String device, String... conversations) {
    devices.add(new Device(server, user, device, conversations));
  }

  /** Those that talk. */
  List<Device> devices() {
    return List.copyOf(devices);
  }

  void awaitOnline() {
    await("all online")
        .atMost(PATIENCE)
        .until(() -> devices.stream().allMatch(one -> one.client.state() == ClientState.ONLINE));
  }

  /** From here on every device sends a hundred messages a second, as long as acks come. */
  void startLoad() {
    load.scheduleAtFixedRate(
        () -> devices.forEach(Device::sendOne), 0, SEND_EVERY_MS, TimeUnit.MILLISECONDS);
  }

  /** Waits until each device has this many more acks than now: all of them get through. */
  void awaitMoreAcks(int more) {
    Map<String, Long> before = acks();
    await("acks for everyone")
        .atMost(PATIENCE)
        .until(
            () -> {
              Map<String, Long> now = acks();
              return devices.stream()
                  .allMatch(
                      one ->
                          now.getOrDefault(one.name, 0L)
                              >= before.getOrDefault(one.name, 0L) + more);
            });
  }

  private Map<String, Long> acks() {
    Map<String, Long> acks = new TreeMap<>();
    for (Said one : said()) {
      if (one.receipt().isDone() && !one.receipt().isCompletedExceptionally()) {
        acks.merge(one.device(), 1L, Long::sum);
      }
    }
    return acks;
  }

  /** Whether some device has sends without an ack. */
  boolean hasUnacked() {
    return said().stream().anyMatch(one -> !one.receipt().isDone());
  }

  /** The epoch of the conversation's newest ack. */
  long epochOf(String conversation) {
    return said().stream()
        .filter(one -> one.conversation().equals(conversation) && one.receipt().isDone())
        .mapToLong(one -> one.receipt().join().epoch())
        .max()
        .orElseThrow();
  }

  /** No more sends; every one so far is acked in the end, and none was refused. */
  void stopLoad() throws InterruptedException {
    load.shutdown();
    if (!load.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the load does not end");
    }
    await("everything acked").atMost(PATIENCE).until(() -> !hasUnacked());
    List<Said> refused =
        said().stream().filter(one -> one.receipt().isCompletedExceptionally()).toList();
    assertEquals(List.of(), refused, "refused for good");
  }

  /**
   * Ends the load and judges it. New devices read all logs from their beginning, so that what the
   * talking ones have is compared with what Redis has.
   */
  void assertKept(URI server) throws InterruptedException {
    assertKept(server, epoch -> true);
  }

  /** The same for the logs of these epochs only. */
  void assertKept(URI server, LongPredicate epochs) throws InterruptedException {
    stopLoad();
    add(server, "alice", "late", WITH_BOB, WITH_CAROL);
    add(server, "bob", "late", WITH_BOB);
    awaitOnline();
    try {
      await("everything received")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> ledger(epochs).isComplete());
    } finally {
      ledger(epochs).assertKept();
    }
    Ledger ledger = ledger(epochs);
    for (Device one : devices) {
      assertEquals(shownIn(epochs, one.conversations), ledger.receivedCount(one.name), one.name);
    }
  }

  /** How many sends were acked in these conversations: as many as their logs must hold. */
  private long shownIn(LongPredicate epochs, List<String> conversations) {
    return said().stream()
        .filter(one -> conversations.contains(one.conversation()))
        .filter(one -> epochs.test(one.receipt().join().epoch()))
        .count();
  }

  /** What is known so far, as the judge wants it. */
  Ledger ledger(LongPredicate epochs) {
    Ledger ledger = new Ledger();
    for (Device one : devices) {
      one.conversations.forEach(conversation -> ledger.expect(one.name, conversation));
    }
    for (Said one : said()) {
      Ledger.Send send = ledger.sending(one.device(), one.conversation(), one.text());
      if (one.receipt().isDone() && !one.receipt().isCompletedExceptionally()) {
        SendReceipt receipt = one.receipt().join();
        if (epochs.test(receipt.epoch())) {
          send.acked(receipt.clientMessageId(), receipt.epoch(), receipt.seq());
        }
      }
    }
    synchronized (heard) {
      for (Heard one : heard) {
        if (epochs.test(one.entry().epoch())) {
          ledger.received(one.device(), one.entry());
        }
      }
    }
    return ledger;
  }

  private List<Said> said() {
    synchronized (said) {
      return List.copyOf(said);
    }
  }

  @Override
  public void close() {
    load.shutdownNow();
    devices.forEach(one -> one.client.close());
  }
}
