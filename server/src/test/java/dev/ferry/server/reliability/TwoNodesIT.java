package dev.ferry.server.reliability;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.ClientListener;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.Draft;
import dev.ferry.client.FerryClient;
import dev.ferry.client.FerryException;
import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.driver.FerryClients;
import dev.ferry.client.message.MessageOutcome;
import dev.ferry.client.message.MessageRef;
import dev.ferry.protocol.v1.MessageAck;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.testkit.Nodes;
import dev.ferry.server.testkit.RawClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes with one Redis are one Ferry. */
@Timeout(180)
class TwoNodesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir private static Path folder;

  private static EmbeddedRedis redis;
  private static Nodes nodes;

  @BeforeAll
  static void begin() {
    redis = EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
    nodes = Nodes.start(folder, 2, redis.uri().toString());
  }

  @AfterAll
  static void end() {
    nodes.close();
    redis.close();
  }

  @Test
  void aMessageIsPushedToBothUsersDevicesOnEveryNodeButTheSendingOne() {
    try (RawClient sender = login(0, true, "dave", "phone");
        RawClient ownHere = login(0, false, "dave", "tablet");
        RawClient ownThere = login(1, true, "dave", "laptop");
        RawClient peerHere = login(0, true, "erin", "phone");
        RawClient peerThere = login(1, false, "erin", "tablet")) {
      List<RawClient> others = List.of(ownHere, ownThere, peerHere, peerThere);
      for (int i = 1; i <= 3; i++) {
        ServerFrame answer = sender.call(Talk.send("d/dave/erin", i, "hello " + i));
        MessageAck ack = answer.getMessageAck();
        assertEquals(i, ack.getSeq(), answer.toString());
        for (RawClient other : others) {
          ServerFrame push = other.next();
          assertTrue(push.hasMessagePush(), push.toString());
          assertEquals("hello " + i, push.getMessagePush().getContent().getText());
          assertEquals(ack.getSeq(), push.getMessagePush().getSeq());
          assertEquals(ack.getEpoch(), push.getMessagePush().getEpoch());
          assertEquals("phone", push.getMessagePush().getSenderDevice());
        }
      }
      ServerFrame unwanted = sender.poll(Duration.ofMillis(200)).orElse(null);
      assertEquals(null, unwanted);
    }
  }

  @Test
  void aMessageExpiresForEverybodyByTheClockOfRedis() {
    List<MessageRef> told = new CopyOnWriteArrayList<>();
    List<ReceivedMessage> received = new CopyOnWriteArrayList<>();
    ClientListener ear =
        new ClientListener() {
          @Override
          public void onMessage(ReceivedMessage message) {
            received.add(message);
          }

          @Override
          public void onExpired(MessageRef message) {
            told.add(message);
          }
        };
    try (FerryClient sender = client(0, "frank");
        FerryClient receiver = client(1, "grace")) {
      receiver.addListener(ear);
      sender.start();
      receiver.start();
      String talk = "d/frank/grace";
      MessageContent secret = MessageContent.text("secret");
      Draft draft = Draft.of(secret).expiresAfter(Duration.ofSeconds(2));
      SendReceipt receipt = sender.messages().send(talk, draft).join();
      await().atMost(PATIENCE).until(() -> !told.isEmpty());
      assertEquals("secret", received.get(0).content().text());
      assertEquals(receipt.timeMs() + 2_000, received.get(0).expiresAtMs());
      assertEquals(List.of(new MessageRef(talk, receipt.epoch(), receipt.seq())), told);
      for (FerryClient each : List.of(sender, receiver)) {
        ReceivedMessage shown = each.history(talk, 1, 10).join().messages().get(0);
        assertEquals(MessageOutcome.EXPIRED, shown.outcome());
        assertEquals(MessageContent.EXPIRED.text(), shown.content().text());
        assertNoSuchMessage(() -> each.messages().react(told.get(0), "+").join());
      }
      assertEquals(1, receiver.unread(talk), "until it is read");
    }
  }

  private static void assertNoSuchMessage(Executable call) {
    CompletionException refused = assertThrows(CompletionException.class, call);
    FerryException reason = assertInstanceOf(FerryException.class, refused.getCause());
    assertEquals("NO_SUCH_MESSAGE", reason.code());
  }

  private static FerryClient client(int node, String user) {
    return FerryClients.create(
        ClientOptions.builder()
            .server(nodes.get(node).tcp())
            .user(user)
            .device("phone")
            .tokens(() -> nodes.tokens().token(user))
            .build());
  }

  @Test
  void everybodyOnBothNodesSeesTheSameLogs() throws Exception {
    try (Talk talk = Talk.begin(nodes.tokens(), nodes.get(0).tcp(), nodes.get(1).webSocket())) {
      talk.startLoad();
      talk.awaitMoreAcks(200);
      talk.assertKept(nodes.get(1).tcp());
    }
  }

  private static RawClient login(int node, boolean tcp, String user, String device) {
    if (tcp) {
      return nodes.login(node, user, device);
    }
    RawClient client = RawClient.webSocket(nodes.get(node).webSocket());
    client.login(nodes.tokens().token(user), device);
    return client;
  }
}
