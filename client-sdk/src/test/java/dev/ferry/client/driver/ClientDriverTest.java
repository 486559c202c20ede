package dev.ferry.client.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.ClientListener;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.ClientState;
import dev.ferry.client.FerryClient;
import dev.ferry.client.FerryException;
import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.TokenSource;
import dev.ferry.client.store.InMemoryStore;
import dev.ferry.client.store.LocalStore;
import dev.ferry.client.store.Position;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.CompareHeads;
import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.Head;
import dev.ferry.protocol.v1.Heads;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.MessageAck;
import dev.ferry.protocol.v1.MessagePage;
import dev.ferry.protocol.v1.ServerFrame;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ClientDriverTest {
  private static final String CHAT = "d/alice/bob";

  private final HandTransport transport = new HandTransport();
  private final InMemoryStore store = new InMemoryStore();
  private final LinkedBlockingQueue<Long> seqs = new LinkedBlockingQueue<>();
  private FerryClient client;

  @BeforeEach
  void create() {
    client = client(() -> "token");
  }

  private FerryClient client(TokenSource tokens) {
    return client(tokens, store);
  }

  private FerryClient client(TokenSource tokens, LocalStore store) {
    ClientOptions options =
        ClientOptions.builder()
            .server(URI.create("tcp://127.0.0.1"))
            .user("alice")
            .device("phone")
            .tokens(tokens)
            .store(store)
            .deliveryReports(false)
            .build();
    return new ClientDriver(options, () -> transport);
  }

  @AfterEach
  void close() {
    client.close();
  }

  private long savedSeq() {
    return store.loadPositions().getOrDefault(CHAT, new Position(0, -1)).seq();
  }

  private void push(long seq) {
    transport.receive(ServerFrame.newBuilder().setMessagePush(message(seq)));
  }

  private static Message message(long seq) {
    return Message.newBuilder()
        .setConversation(CHAT)
        .setEpoch(1)
        .setSeq(seq)
        .setSender("bob")
        .setSenderDevice("pc")
        .setContent(Content.newBuilder().setType("text").setText("x"))
        .build();
  }

  private void ack(ClientFrame send, long seq) {
    MessageAck.Builder ack = MessageAck.newBuilder().setEpoch(1).setSeq(seq);
    transport.receive(
        ServerFrame.newBuilder().setRequestId(send.getRequestId()).setMessageAck(ack));
  }

  private static ClientListener onMessage(java.util.function.Consumer<ReceivedMessage> body) {
    return new ClientListener() {
      @Override
      public void onMessage(ReceivedMessage message) {
        body.accept(message);
      }
    };
  }

  @Test
  void sendCompletesOnTheCallbackThread() throws Exception {
    client.start();
    transport.logIn("alice");
    CompletableFuture<String> thread = new CompletableFuture<>();
    CompletableFuture<SendReceipt> receipt = client.send(CHAT, MessageContent.text("hi"));
    CompletableFuture<Boolean> unused =
        receipt.thenApply(got -> thread.complete(Thread.currentThread().getName()));
    ack(transport.take(), 1);
    // First: a thread that waits for the receipt itself may run its stages.
    assertEquals("ferry-callback-alice", thread.get(10, TimeUnit.SECONDS));
    assertEquals(1, receipt.get(10, TimeUnit.SECONDS).seq());
    assertEquals(ClientState.ONLINE, client.state());
  }

  @Test
  void listenerThatThrowsStopsNothing() throws Exception {
    client.addListener(
        onMessage(
            message -> {
              throw new IllegalStateException("the app's fault");
            }));
    client.addListener(onMessage(message -> seqs.add(message.seq())));
    client.start();
    transport.logIn("alice");
    push(1);
    push(2);
    assertEquals(1L, seqs.poll(10, TimeUnit.SECONDS));
    assertEquals(2L, seqs.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void removedListenerHearsNothing() throws Exception {
    FerryClient.Registration registration = client.addListener(onMessage(m -> seqs.add(-1L)));
    client.addListener(onMessage(message -> seqs.add(message.seq())));
    registration.close();
    client.start();
    transport.logIn("alice");
    push(1);
    assertEquals(1L, seqs.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void slowListenerMissesNothingAndTheQueueIsBounded() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    client.addListener(
        onMessage(
            message -> {
              awaitUninterruptibly(go);
              seqs.add(message.seq());
            }));
    client.start();
    transport.logIn("alice");
    for (long seq = 1; seq <= 5_000; seq++) {
      push(seq);
    }
    CompletableFuture<SendReceipt> sent = client.send(CHAT, MessageContent.text("still alive"));
    ack(transport.take(), 5_001);
    go.countDown();
    sent.get(10, TimeUnit.SECONDS);
    long next = 1;
    for (ClientFrame fetch = transport.take(); next <= 5_001; ) {
      long from = fetch.getFetchMessages().getFromSeq();
      assertTrue(from <= ClientDriver.CALLBACKS_MAX, "applied while blocked: " + from);
      MessagePage.Builder page =
          MessagePage.newBuilder()
              .setConversation(CHAT)
              .setEpoch(1)
              .setFirstSeq(1)
              .setHeadSeq(5_001);
      for (long seq = from; seq <= 5_001; seq++) {
        page.addMessages(message(seq));
      }
      transport.receive(
          ServerFrame.newBuilder().setRequestId(fetch.getRequestId()).setMessagePage(page));
      for (; next <= 5_001; next++) {
        assertEquals(next, seqs.poll(10, TimeUnit.SECONDS));
      }
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void closeFailsOpenCallsKeepsTheMessageAndEndsTheThreads() throws Exception {
    client.start();
    transport.logIn("alice");
    CompletableFuture<SendReceipt> receipt = client.send(CHAT, MessageContent.text("x"));
    transport.take();
    client.close();
    client.close();
    ExecutionException failure = assertThrows(ExecutionException.class, receipt::get);
    FerryException reason = assertInstanceOf(FerryException.class, failure.getCause());
    assertEquals(FerryException.Kind.CLOSED, reason.kind());
    assertEquals(1, store.loadOutgoing().size());
    assertTrue(transport.closed);
    assertEquals(ClientState.CLOSED, client.state());
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().matches("ferry-(driver|callback)-alice")));
  }

  @Test
  void closeWithoutStartKeepsWhatWasSent() {
    CompletableFuture<SendReceipt> receipt = client.send(CHAT, MessageContent.text("x"));
    client.close();
    assertThrows(ExecutionException.class, receipt::get);
    assertEquals(1, store.loadOutgoing().size());
    CompletableFuture<SendReceipt> late = client.send(CHAT, MessageContent.text("y"));
    assertTrue(late.isCompletedExceptionally());
  }

  @Test
  void closeFromACallbackReturns() throws Exception {
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    client.addListener(
        onMessage(
            message -> {
              client.close();
              closed.complete(true);
            }));
    client.start();
    transport.logIn("alice");
    push(1);
    assertTrue(closed.get(10, TimeUnit.SECONDS));
  }

  @Test
  void positionIsSavedAfterTheListenerRan() throws Exception {
    CompletableFuture<Long> before = new CompletableFuture<>();
    client.addListener(onMessage(message -> before.complete(savedSeq())));
    client.start();
    transport.logIn("alice");
    push(1);
    assertEquals(0, before.get(10, TimeUnit.SECONDS));
    client.close();
    assertEquals(1, savedSeq());
  }

  @Test
  void headsVersionIsSavedAfterTheListenerRanAndThePositionWasSaved() throws Exception {
    LinkedBlockingQueue<Long> versions = new LinkedBlockingQueue<>();
    client.addListener(onMessage(message -> versions.add(store.loadHeadsVersion())));
    client.start();
    Heads.Builder heads =
        Heads.newBuilder()
            .setVersion(100)
            .addHeads(Head.newBuilder().setConversation(CHAT).setEpoch(1).setSeq(1));
    transport.logIn("alice", heads);
    ClientFrame fetch = transport.take();
    MessagePage.Builder page =
        MessagePage.newBuilder()
            .setConversation(CHAT)
            .setEpoch(1)
            .setFirstSeq(1)
            .setHeadSeq(1)
            .addMessages(message(1));
    transport.receive(
        ServerFrame.newBuilder().setRequestId(fetch.getRequestId()).setMessagePage(page));
    push(2);
    assertEquals(0L, versions.poll(10, TimeUnit.SECONDS));
    assertEquals(100L, versions.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void headsVersionIsNotSavedWhileAPositionCannotBe() throws Exception {
    AtomicBoolean broken = new AtomicBoolean(true);
    InMemoryStore kept = new InMemoryStore();
    LocalStore failing =
        (LocalStore)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {LocalStore.class},
                (proxy, method, arguments) -> {
                  if (broken.get() && method.getName().equals("savePosition")) {
                    throw new IllegalStateException("disk full");
                  }
                  return method.invoke(kept, arguments);
                });
    client = client(() -> "token", failing);
    client.addListener(onMessage(message -> seqs.add(message.seq())));
    client.start();
    transport.logIn("alice", Heads.newBuilder().setVersion(100));
    push(1);
    assertEquals(1L, seqs.poll(10, TimeUnit.SECONDS));
    transport.receive(ServerFrame.newBuilder().setCompareHeads(CompareHeads.getDefaultInstance()));
    ClientFrame fetch = transport.take();
    while (!fetch.hasFetchHeads()) {
      fetch = transport.take();
    }
    transport.receive(
        ServerFrame.newBuilder()
            .setRequestId(fetch.getRequestId())
            .setHeads(Heads.newBuilder().setVersion(200)));
    push(2);
    assertEquals(2L, seqs.poll(10, TimeUnit.SECONDS));
    assertEquals(100, kept.loadHeadsVersion());
    broken.set(false);
    client.close();
    assertEquals(2, Objects.requireNonNull(kept.loadPositions().get(CHAT)).seq());
  }
}
