package dev.ferry.server.cursors;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.ConversationCursor;
import dev.ferry.client.Draft;
import dev.ferry.client.MessageContent;
import dev.ferry.client.MessageReceipts;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.group.GroupSettings;
import dev.ferry.client.message.MessageRef;
import dev.ferry.protocol.v1.Head;
import dev.ferry.protocol.v1.Heads;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.testkit.Nodes;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices of three users on two nodes agree with the server on what is read and unread. */
@Timeout(180)
class CursorDevicesIT {
  private static final int STEPS = 150;

  @TempDir private static Path folder;
  private static EmbeddedRedis redis;
  private static Nodes nodes;

  private final List<Reader> devices = new ArrayList<>();
  private final CursorTruth truth = new CursorTruth();
  private final List<CompletableFuture<SendReceipt>> sends = new ArrayList<>();

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

  private Reader device(int node, String user, String device) {
    Reader reader = new Reader(nodes.get(node).tcp(), nodes.tokens(), user, device);
    devices.add(reader);
    return reader.open();
  }

  private void closeAll() {
    devices.forEach(Reader::close);
  }

  private static String direct(String one, String other) {
    return "d/" + one + "/" + other;
  }

  @Test
  void senderSeesDeliveredAndThenRead() {
    try (Reader anna = device(0, "anna", "phone").awaitOnline();
        Reader bert = device(1, "bert", "phone").awaitOnline();
        Reader desk = device(0, "bert", "desk").awaitOnline()) {
      String talk = direct("anna", "bert");
      long seq = anna.client().send(talk, MessageContent.text("hello")).join().seq();
      await().untilAsserted(() -> assertEquals(seq, peer(anna, talk).delivered()));
      assertEquals(0, peer(anna, talk).read());
      await().untilAsserted(() -> assertEquals(1, desk.client().unread(talk)));
      bert.client().markRead(talk, seq);
      await().untilAsserted(() -> assertEquals(seq, peer(anna, talk).read()));
      await().untilAsserted(() -> assertEquals(0, desk.client().unreadTotal()));
      MessageReceipts receipts = anna.client().receipts(talk, seq).join();
      assertEquals(List.of("anna", "bert"), receipts.read().stream().sorted().toList());
    }
  }

  private static ConversationCursor peer(Reader reader, String conversation) {
    ConversationCursor cursor = reader.peer(conversation);
    assertNotNull(cursor);
    return cursor;
  }

  @Test
  void deviceThatWasAwayLearnsWhatWasReadMeanwhile() {
    try (Reader cleo = device(0, "cleo", "phone").awaitOnline();
        Reader dora = device(1, "dora", "phone").awaitOnline();
        Reader desk = device(0, "dora", "desk").awaitOnline()) {
      String talk = direct("cleo", "dora");
      long seq = cleo.client().send(talk, MessageContent.text("hello")).join().seq();
      await().untilAsserted(() -> assertEquals(1, desk.client().unread(talk)));
      // What was saved is what the next login asks from.
      await().until(() -> desk.shown(talk) == seq);
      desk.close();
      cleo.close();
      dora.client().markRead(talk, seq);
      await().untilAsserted(() -> assertEquals(0, dora.client().unreadTotal()));
      await().untilAsserted(() -> assertEquals(seq, own("dora", talk).getOwn().getRead()));
      desk.open().awaitOnline();
      cleo.open().awaitOnline();
      await().untilAsserted(() -> assertEquals(0, desk.client().unreadTotal()));
      await().untilAsserted(() -> assertEquals(seq, peer(cleo, talk).read()));
    }
  }

  @Test
  void membersOnlineHearThatReceiptsChanged() {
    try (Reader emil = device(0, "emil", "phone").awaitOnline();
        Reader fred = device(1, "fred", "phone").awaitOnline()) {
      emil.client()
          .groups()
          .create("g/news", GroupSettings.builder().build(), List.of("fred"))
          .join();
      long seq = emil.client().send("g/news", MessageContent.text("hello")).join().seq();
      await().until(() -> fred.shown("g/news") == seq);
      fred.client().markRead("g/news", seq);
      await().until(() -> emil.receiptsChanged.contains("g/news"));
      await()
          .untilAsserted(
              () -> assertEquals(2, emil.client().receipts("g/news", seq).join().read().size()));
    }
  }

  /** Own messages, silent ones and changes of groups do not count; devices come and go. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void afterAnyOperationsDevicesAndServerAgree(long seed) {
    String[] users = {"u" + seed + "a", "u" + seed + "b", "u" + seed + "c"};
    String group = "g/agree" + seed;
    List<String> talks = List.of(direct(users[0], users[1]), direct(users[0], users[2]), group);
    try {
      for (int n = 0; n < 6; n++) {
        device(n % 2, users[n % 3], "d" + n).awaitOnline();
      }
      Reader owner = devices.get(0);
      owner
          .client()
          .groups()
          .create(group, GroupSettings.builder().build(), List.of(users[1], users[2]))
          .join();
      for (String user : users) {
        truth.read(user, group, 1);
      }
      await().until(() -> devices.stream().allMatch(each -> each.shown(group) == 1));
      operate(new Random(seed), talks);
      sends.forEach(CompletableFuture::join);
      devices.stream().filter(each -> !each.isOpen()).forEach(Reader::open);
      for (String user : users) {
        agree(user, talks, seed);
      }
    } finally {
      closeAll();
    }
  }

  private void operate(Random random, List<String> talks) {
    for (int step = 0; step < STEPS; step++) {
      Reader device = devices.get(random.nextInt(devices.size()));
      String talk = talks.get(random.nextInt(talks.size()));
      int die = random.nextInt(20);
      if (!device.isOpen()) {
        device.open();
      } else if (die == 0) {
        device.close();
      } else if (talk.startsWith("g/") || talk.contains(device.user)) {
        if (die < 10) {
          send(device, talk, random);
        } else if (die < 12) {
          recall(device, talk, random);
        } else {
          read(device, talk, random);
        }
      }
    }
  }

  private void send(Reader device, String talk, Random random) {
    MessageContent content = MessageContent.text("text");
    String user = device.user;
    Draft draft = Draft.of(random.nextInt(4) == 0 ? content.asSilent() : content);
    if (random.nextInt(2) == 0) {
      draft = draft.mention(devices.get(random.nextInt(2)).user, devices.get(2).user);
    } else if (device == devices.get(0) && talk.startsWith("g/")) {
      draft = draft.mentionAll();
    }
    CompletableFuture<SendReceipt> sent = device.client().messages().send(talk, draft);
    // A device that is closed before the ack sends what it kept when it is opened again.
    sends.add(
        sent.thenApply(
                receipt -> {
                  truth.sent(user, receipt);
                  return receipt;
                })
            .exceptionally(closed -> null));
  }

  /**
   * Takes its user's last message back, but no silent one: of those the log would not say so any
   * more.
   */
  private void recall(Reader device, String talk, Random random) {
    MessageRef own = device.own(talk);
    if (own != null) {
      sends.add(device.client().messages().recall(own).exceptionally(refused -> null));
    }
  }

  private void read(Reader device, String talk, Random random) {
    long shown = device.shown(talk);
    if (shown > 0) {
      long seq = shown - random.nextInt((int) Math.min(3, shown));
      device.client().markRead(talk, seq);
      truth.read(device.user, talk, seq);
    }
  }

  /** The user's devices, the server, and the log itself by what must have been read of it. */
  private void agree(String user, List<String> talks, long seed) {
    List<Reader> own = devices.stream().filter(each -> each.user.equals(user)).toList();
    List<String> mine =
        talks.stream().filter(talk -> talk.startsWith("g/") || talk.contains(user)).toList();
    long[] total = new long[1];
    for (String talk : mine) {
      await("seed " + seed + ": " + user + " in " + talk)
          .atMost(Reader.PATIENCE)
          .untilAsserted(() -> assertAgreed(own, user, talk));
      total[0] += own.get(0).client().unread(talk);
    }
    await()
        .untilAsserted(
            () -> own.forEach(each -> assertEquals(total[0], each.client().unreadTotal())));
  }

  private void assertAgreed(List<Reader> own, String user, String talk) {
    List<ReceivedMessage> log = log(own.get(0), talk);
    long read = truth.read(user, talk);
    for (ReceivedMessage each : log) {
      if (each.sender().equals(user) && each.change() == null && each.operation() == null) {
        read = Math.max(read, each.seq());
      }
    }
    Head head = own(user, talk);
    long readThere = read;
    long unread =
        log.stream()
            .filter(each -> each.seq() > readThere)
            .filter(each -> each.change() == null && each.operation() == null)
            .filter(each -> !each.content().silent())
            .count();
    assertEquals(read, head.getOwn().getRead(), "cursor at the server");
    assertEquals(head.getSeq(), head.getOwn().getDelivered(), "all is delivered by now");
    assertEquals(unread, head.getCount() - head.getOwn().getReadCount(), "by the server");
    own.forEach(device -> assertEquals(unread, device.client().unread(talk), device.toString()));
    List<Long> mentions =
        log.stream()
            .filter(each -> each.seq() > readThere && mentions(each, user))
            .map(ReceivedMessage::seq)
            .toList();
    assertEquals(mentions, head.getMentionSeqsList(), "mentions by the server");
    own.forEach(
        device ->
            assertEquals(mentions, device.client().unreadMentionSeqs(talk), device.toString()));
    assertTrue(!log.isEmpty());
  }

  private static boolean mentions(ReceivedMessage message, String user) {
    return (message.mentionsAll() || message.mentions().contains(user))
        && !message.content().silent()
        && message.outcome().recalled() == null;
  }

  private static List<ReceivedMessage> log(Reader device, String talk) {
    List<ReceivedMessage> log = new ArrayList<>();
    List<ReceivedMessage> page;
    do {
      long from = log.isEmpty() ? 1 : log.get(log.size() - 1).seq() + 1;
      page = device.client().history(talk, from, 0).join().messages();
      log.addAll(page);
    } while (!page.isEmpty());
    return log;
  }

  /** As the server tells somebody who knows nothing yet. */
  private static Head own(String user, String talk) {
    try (RawClient client = nodes.login(0, user, "asker")) {
      Heads heads = client.call(Requests.heads("")).getHeads();
      Map<String, Head> all =
          heads.getHeadsList().stream()
              .collect(Collectors.toMap(Head::getConversation, Function.identity(), (a, b) -> b));
      Head head = all.get(talk);
      assertNotNull(head);
      return head;
    }
  }
}
