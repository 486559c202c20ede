package dev.ferry.server.groups;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.ClientListener;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.ClientState;
import dev.ferry.client.ConversationHead;
import dev.ferry.client.FerryClient;
import dev.ferry.client.HistoryPage;
import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.driver.FerryClients;
import dev.ferry.client.group.GroupRole;
import dev.ferry.client.group.GroupSettings;
import dev.ferry.client.group.Groups;
import dev.ferry.client.group.HistoryPolicy;
import dev.ferry.client.store.InMemoryStore;
import dev.ferry.client.store.LocalStore;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.testkit.Nodes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bob has a device on each of three nodes. Whatever happens to his groups while one of them is
 * away, in the end all have the same entries, which are those that he is to see.
 */
@Timeout(120)
class GroupDevicesIT {
  private static final int NODES = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private static Path folder;
  private static EmbeddedRedis redis;
  private static Nodes nodes;

  private final List<Seen> all = new ArrayList<>();
  private String prefix = "";
  private Seen alice;
  private Seen phone;
  private Seen tablet;
  private Seen desk;

  @BeforeAll
  static void start() {
    redis = EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
    nodes = Nodes.start(folder, NODES, redis.uri().toString());
  }

  @AfterAll
  static void stop() {
    nodes.close();
    redis.close();
  }

  @BeforeEach
  void comeOnline(TestInfo test) {
    prefix = test.getTestMethod().orElseThrow().getName();
    alice = seen(0, "alice", "phone");
    phone = seen(0, "bob", "phone");
    tablet = seen(1, "bob", "tablet");
    desk = seen(2, "bob", "desk");
  }

  @AfterEach
  void goOffline() {
    all.forEach(Seen::goAway);
  }

  /** Users of their own for each test, because a user keeps its groups. */
  private Seen seen(int node, String user, String device) {
    Seen seen = new Seen(node, user(user), device);
    all.add(seen);
    return seen;
  }

  private String user(String name) {
    return name + "-" + prefix;
  }

  private String group(String name) {
    return "g/" + name + "-" + prefix;
  }

  @Test
  void aDeviceThatWasAwayHasInTheEndWhatTheOthersHave() {
    String talk = group("talk");
    String fresh = group("fresh");
    String gone = group("gone");
    alice.create(talk, HistoryPolicy.FROM_JOIN, user("bob"));
    alice.create(gone, HistoryPolicy.FROM_JOIN, user("bob"));
    alice.say(talk, "all are here");
    awaitSame(talk, LongStream.rangeClosed(1, 2));
    desk.goAway();

    Groups groups = alice.client().groups();
    groups.remove(talk, List.of(user("bob"))).join();
    alice.say(talk, "not for bob");
    groups.add(talk, List.of(user("bob"))).join();
    alice.say(talk, "welcome back");
    groups.setRole(talk, user("bob"), GroupRole.ADMIN).join();
    groups.mute(talk, user("bob"), 1).join();
    phone.client().groups().alter(talk, GroupSettings.builder().name("Talk").build()).join();
    phone.say(talk, "from the phone");
    alice.create(fresh, HistoryPolicy.FROM_JOIN);
    alice.say(fresh, "not for bob yet");
    groups.add(fresh, List.of(user("bob"))).join();
    groups.dismiss(gone).join();

    desk.comeBack();
    final Seen watch = seen(2, "bob", "watch");
    long head = lastSeq(talk);
    LongStream ofBob = LongStream.rangeClosed(1, head).filter(seq -> seq != 4);
    awaitSame(talk, ofBob);
    awaitSame(fresh, LongStream.of(3));
    awaitSame(gone, LongStream.rangeClosed(1, 2));
    await("a device that is new here")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertEquals(phone.entries(talk), watch.entries(talk)));
    assertEquals(phone.entries(gone), watch.entries(gone));
  }

  /** A conversation of all devices: what each was shown is the same, and has these seqs. */
  private void awaitSame(String group, LongStream seqs) {
    List<Long> expected = seqs.boxed().toList();
    for (Seen device : List.of(phone, tablet, desk)) {
      await(device.device + " of " + group)
          .atMost(PATIENCE)
          .untilAsserted(() -> assertEquals(expected, device.seqs(group)));
      assertEquals(phone.entries(group), device.entries(group));
    }
  }

  private long lastSeq(String group) {
    return alice.client().history(group, 0, 1).join().headSeq();
  }

  @Test
  void aDeviceThatWasAwayLearnsThatItsUserIsOut() {
    String removed = group("removed");
    String left = group("left");
    for (String group : List.of(removed, left)) {
      alice.create(group, HistoryPolicy.FROM_JOIN, user("bob"));
      awaitSame(group, LongStream.of(1));
    }
    desk.goAway();
    alice.say(removed, "before");
    alice.client().groups().remove(removed, List.of(user("bob"))).join();
    alice.say(removed, "after");
    phone.client().groups().leave(left).join();
    alice.say(left, "after");
    desk.comeBack();

    awaitSame(removed, LongStream.rangeClosed(1, 3));
    awaitSame(left, LongStream.rangeClosed(1, 2));
    for (Seen device : List.of(phone, tablet, desk)) {
      assertEquals(3, device.head(removed).seq());
      assertEquals(2, device.head(left).seq());
      assertTrue(device.head(removed).left() && device.head(left).left());
    }
    alice.client().groups().add(removed, List.of(user("bob"))).join();
    awaitSame(removed, LongStream.of(1, 2, 3, 5));
    assertFalse(desk.head(removed).left());
  }

  @Test
  void whoMayReadAllReadsWhatWasBefore() {
    String open = group("open");
    String closed = group("closed");
    for (String group : List.of(open, closed)) {
      alice.create(group, group.equals(open) ? HistoryPolicy.ALL : HistoryPolicy.FROM_JOIN);
      alice.say(group, "before bob");
    }
    desk.goAway();
    for (String group : List.of(open, closed)) {
      alice.client().groups().add(group, List.of(user("bob"))).join();
    }
    desk.comeBack();
    awaitSame(open, LongStream.rangeClosed(1, 3));
    awaitSame(closed, LongStream.of(3));
    HistoryPage page = desk.client().history(open, 1, 0).join();
    assertEquals(List.of(1L, 2L, 3L), page.messages().stream().map(ReceivedMessage::seq).toList());
    assertEquals("before bob", page.messages().get(1).content().text());
    HistoryPage ownOnly = desk.client().history(closed, 1, 0).join();
    assertEquals(3, ownOnly.firstSeq());
    assertEquals(List.of(3L), ownOnly.messages().stream().map(ReceivedMessage::seq).toList());
  }

  /** A device and what it was shown in all of its lives. */
  private static final class Seen implements ClientListener {
    private final int node;
    private final String user;
    private final String device;
    private final LocalStore store = new InMemoryStore();

    /** Shown on the client's callback thread; guarded by itself. */
    private final Map<String, List<ReceivedMessage>> shown = new TreeMap<>();

    /** Test's thread. */
    private FerryClient client;

    Seen(int node, String user, String device) {
      this.node = node;
      this.user = user;
      this.device = device;
      this.client = connect();
    }

    /** In a next life, with what the last one stored. */
    void comeBack() {
      client = connect();
    }

    private FerryClient connect() {
      FerryClient fresh =
          FerryClients.create(
              ClientOptions.builder()
                  .server(nodes.get(node).tcp())
                  .user(user)
                  .device(device)
                  .tokens(() -> nodes.tokens().token(user))
                  .store(store)
                  .firstSightMessages(Integer.MAX_VALUE)
                  .build());
      fresh.addListener(this);
      fresh.start();
      await().atMost(PATIENCE).until(() -> fresh.state() == ClientState.ONLINE);
      return fresh;
    }

    void goAway() {
      client.close();
    }

    FerryClient client() {
      return client;
    }

    void create(String group, HistoryPolicy history, String... members) {
      GroupSettings settings = GroupSettings.builder().history(history).build();
      client.groups().create(group, settings, List.of(members)).join();
    }

    void say(String group, String text) {
      client.send(group, MessageContent.text(text)).join();
    }

    List<Long> seqs(String group) {
      synchronized (shown) {
        return shown.getOrDefault(group, List.of()).stream().map(ReceivedMessage::seq).toList();
      }
    }

    /** All that an app is told of each entry. */
    List<String> entries(String group) {
      synchronized (shown) {
        return shown.getOrDefault(group, List.of()).stream().map(Seen::words).toList();
      }
    }

    private static String words(ReceivedMessage entry) {
      String change =
          entry.change() == null ? "" : entry.change().kind() + " " + entry.change().users();
      return String.join(
          " ",
          Long.toString(entry.epoch()),
          Long.toString(entry.seq()),
          Long.toString(entry.timeMs()),
          entry.sender(),
          entry.senderDevice(),
          entry.content().text(),
          change);
    }

    ConversationHead head(String conversation) {
      return client.conversations("").join().conversations().stream()
          .filter(head -> head.conversation().equals(conversation))
          .findAny()
          .orElseThrow();
    }

    @Override
    public void onMessage(ReceivedMessage message) {
      synchronized (shown) {
        shown.computeIfAbsent(message.conversation(), key -> new ArrayList<>()).add(message);
      }
    }
  }
}
