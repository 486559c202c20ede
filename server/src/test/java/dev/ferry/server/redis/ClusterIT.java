package dev.ferry.server.redis;

import static dev.ferry.server.redis.RedisFixture.ALICE;
import static dev.ferry.server.redis.RedisFixture.BOB;
import static dev.ferry.server.redis.RedisFixture.PHONE;
import static dev.ferry.server.redis.RedisFixture.TALK;
import static dev.ferry.server.redis.RedisFixture.done;
import static dev.ferry.server.redis.RedisFixture.message;
import static dev.ferry.server.redis.RedisFixture.of;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.redis.EmbeddedCluster;
import dev.ferry.redis.EmbeddedRedis.Settings;
import dev.ferry.redis.RespConnection;
import dev.ferry.server.delivery.Topic;
import dev.ferry.server.device.Credential;
import dev.ferry.server.device.DeviceSessions;
import dev.ferry.server.device.LoginAttempt;
import dev.ferry.server.device.SessionPolicy;
import dev.ferry.server.message.MessageLog;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.Content;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Cursor;
import dev.ferry.server.model.CursorMove;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.DeviceName;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.Hint;
import dev.ferry.server.model.Lease;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.NodeId;
import dev.ferry.server.model.OnlineSession;
import dev.ferry.server.model.Platform;
import dev.ferry.server.model.Progress;
import dev.ferry.server.model.Signal;
import dev.ferry.server.model.Touched;
import dev.ferry.server.model.UserId;
import dev.ferry.server.model.UserState;
import dev.ferry.server.net.EventLoops;
import dev.ferry.server.presence.PresenceStore;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same ports on a Redis Cluster, where log, index and channel of a conversation lie apart. */
class ClusterIT {
  private static final RedisStore.Limits LIMITS = RedisFixture.limits(1000, 50, 500);

  @TempDir static Path data;
  private static EmbeddedCluster cluster;
  private static EventLoops loops;
  private static RedisLink link;
  private static ScheduledExecutorService timer;
  private static RedisStore store;
  private static MessageLog log;

  @BeforeAll
  static void start() throws Exception {
    cluster = EmbeddedCluster.start(Settings.in(data));
    loops = EventLoops.open();
    link =
        RedisLink.connect(
            new RedisSettings(cluster.uris().get(0).toString(), Duration.ofSeconds(2), 1000),
            loops.group(),
            Optional::empty);
    timer = Executors.newSingleThreadScheduledExecutor();
    store = RedisStore.open(link, Durability.DISK, LIMITS, timer);
    log = store.log();
  }

  @AfterAll
  static void stop() {
    timer.shutdownNow();
    link.close();
    loops.close();
    cluster.close();
  }

  @Test
  void appendIsPublishedToBothUsersAndItsNoteIsCleared() {
    assertTrue(link.isCluster());
    Heard heard = new Heard();
    try (RedisBus bus = new RedisBus(link, timer)) {
      bus.start(heard, Duration.ofSeconds(10));
      await().until(bus::isConnected);
      done(bus.subscribe(of(ALICE)));
      done(bus.subscribe(of(BOB)));
      Accepted place = done(log.append(message(PHONE, 1, "hello")));
      await().until(() -> heard.places().equals(List.of(place, place)));
      await().until(() -> done(link.commands().zcard(Keys.notes(Keys.bucket(TALK)))) == 0);
      Cursor sent = new Cursor(place.seq(), place.seq(), place.count());
      Progress progress = new Progress(place.count(), sent, Cursor.NONE);
      Head head = new Head(TALK, place.epoch(), place.seq(), place.timeMs(), false, progress);
      assertEquals(List.of(head), done(store.index().heads(ALICE, List.of(TALK))));
      assertTrue(conversationsOf(ALICE).contains(TALK));
      assertTrue(conversationsOf(BOB).contains(TALK));
    }
  }

  @Test
  void cursorThatMovesIsToldOnTheUsersSlotsAlsoWhenItIsMovedAgain() {
    UserId dora = new UserId("dora");
    ConversationId talk = ConversationId.direct(ALICE, dora);
    Content content = new Content("text", new byte[0], "hello");
    Accepted place =
        done(
            log.append(
                new NewMessage(
                    talk, ALICE, PHONE, RedisFixture.SESSION, RedisFixture.id(1), null, content)));
    Heard heard = new Heard();
    try (RedisBus bus = new RedisBus(link, timer)) {
      bus.start(heard, Duration.ofSeconds(10));
      done(bus.subscribe(of(ALICE)));
      done(bus.subscribe(of(dora)));
      Mover mover = new Mover(dora, PHONE, RedisFixture.SESSION);
      CursorMove move = new CursorMove(talk, place.epoch(), place.seq(), place.seq());
      Cursor moved = done(store.cursors().move(mover, move)).progress().own();
      done(store.cursors().move(mover, move));
      Hint hint = new Hint.CursorMoved(talk, mover, place.epoch(), moved);
      await().until(() -> heard.hints(of(ALICE)).equals(List.of(hint, hint)));
      await().until(() -> heard.hints(of(dora)).equals(List.of(hint, hint)));
      assertEquals(2, touchesOf(dora), "of the message and of the cursor");
    }
  }

  private int touchesOf(UserId user) {
    return done(store.index().touched(user, 1, Long.MAX_VALUE, 10)).entries().size();
  }

  @Test
  void entryWhoseNodeDiedBeforeThePublishIsPublishedByAnother() {
    Heard heard = new Heard();
    try (RedisBus bus = new RedisBus(link, timer)) {
      bus.start(heard, Duration.ofSeconds(10));
      await().until(bus::isConnected);
      done(bus.subscribe(of(BOB)));
      // What a node leaves that dies between append and publish: the script has run, and nothing
      // else.
      AppendScript dead =
          new AppendScript(link, new LogScript.Settings(8, 1000, false), new Acceptance(link));
      NewMessage message = message(PHONE, 99, "from the dead");
      Accepted place = done(dead.append(message, StoredForm.of(message))).place();
      await().atMost(Duration.ofSeconds(10)).until(() -> heard.places().equals(List.of(place)));
      await().until(() -> done(link.commands().zcard(Keys.notes(Keys.bucket(TALK)))) == 0);
    }
  }

  @Test
  void presenceIsHeardAndReadOverAllSlotsAndSignalsArrive() {
    PresenceStore presence = RedisStore.presence(link, new NodeId("n1"), Duration.ofSeconds(6));
    Lease lease = done(presence.refresh(Optional.empty())).own();
    List<UserId> users = IntStream.range(0, 50).mapToObj(i -> new UserId("present" + i)).toList();
    Heard heard = new Heard();
    try (RedisBus bus = new RedisBus(link, timer)) {
      bus.start(heard, Duration.ofSeconds(10));
      await().until(bus::isConnected);
      done(bus.subscribe(of(BOB)));
      for (UserId user : users) {
        done(bus.subscribe(new Topic.OfPresence(user)));
        done(presence.online(user, new OnlineSession(PHONE, 1, lease, Platform.PHONE, 0)));
      }
      await().until(() -> heard.states.size() == users.size());
      List<UserState> read =
          done(presence.read(ALICE, users, Optional.empty())).stream()
              .map(PresenceStore.Found::state)
              .toList();
      assertEquals(users, read.stream().map(UserState::user).toList());
      assertEquals(Set.copyOf(read), Set.copyOf(heard.states));
      Signal signal = new Signal(TALK, ALICE, PHONE, 1, "typing", new byte[] {7});
      done(store.signals().publish(of(BOB), signal));
      await().until(() -> heard.signals.size() == 1);
      assertEquals("typing", heard.signals.element().type());
    }
  }

  @Test
  void lostBusConnectionComesBackAndTellsOfTheInterruption() {
    Heard heard = new Heard();
    try (RedisBus bus = new RedisBus(link, timer)) {
      bus.start(heard, Duration.ofSeconds(10));
      await().until(bus::isConnected);
      done(bus.subscribe(of(BOB)));
      for (URI uri : cluster.uris()) {
        killPubSub(uri);
      }
      await().until(() -> heard.interruptions.get() == 1 && bus.isConnected());
      Accepted place = done(log.append(message(PHONE, 7, "again")));
      await().until(() -> heard.places().contains(place));
    }
  }

  @Test
  void refreshOfTheTopologyInterruptsNothing() throws IOException {
    Heard heard = new Heard();
    try (RedisBus bus = new RedisBus(link, timer);
        RespConnection node = connect(cluster.uris().get(0))) {
      bus.start(heard, Duration.ofSeconds(5));
      await().until(bus::isConnected);
      done(bus.subscribe(of(BOB)));
      // The link's two clients ask every node in turn, at the same pace: three are at least one of
      // each.
      long before = topologyCalls(node);
      await().atMost(Duration.ofSeconds(60)).until(() -> topologyCalls(node) >= before + 3);
      Accepted place = done(log.append(message(PHONE, 8, "still here")));
      await().until(() -> heard.places().contains(place));
      assertEquals(0, heard.interruptions.get());
    }
  }

  @Test
  void sessionsAreOpenedEndedAndLoggedOutInTheirUsersSlot() {
    Heard heard = new Heard();
    DeviceStore.Settings settings =
        new DeviceStore.Settings(
            SessionFixture.phones(1, SessionPolicy.Beyond.REPLACE), RedisFixture.RESUME_FOR, 100);
    try (RedisBus bus = new RedisBus(link, timer);
        DeviceStore store = new DeviceStore(link, new NodeId("n1"), settings)) {
      bus.start(heard, Duration.ofSeconds(10));
      store.start(timer, () -> {});
      done(bus.subscribe(of(ALICE)));
      open(store, "phone", SessionFixture.token(1));
      byte[] token = open(store, "other", SessionFixture.token(1)).resumeToken();
      open(store, "other", new Credential.Resumed(token));
      assertEquals(1, done(store.devices().logOut(ALICE, new DeviceId("other"), PHONE)));
      await().until(() -> heard.ends.size() == 3);
      assertEquals(
          List.of(
              "phone SESSION_REPLACED by other",
              "other SESSION_REPLACED by other",
              "other LOGGED_OUT by phone"),
          heard.ends.stream().map(SessionFixture::text).toList());
    }
  }

  private static DeviceSessions.Opened open(DeviceStore in, String device, Credential credential) {
    return done(
        in.sessions()
            .open(
                new DeviceSessions.Opening(
                    ALICE,
                    new DeviceId(device),
                    Platform.PHONE,
                    new DeviceName(""),
                    LoginAttempt.UNKNOWN,
                    credential,
                    0,
                    50)));
  }

  private static List<ConversationId> conversationsOf(UserId user) {
    return done(store.index().touched(user, 0, Long.MAX_VALUE, 1000)).entries().stream()
        .map(Touched.Entry::conversation)
        .toList();
  }

  private static RespConnection connect(URI uri) throws IOException {
    String password = uri.getUserInfo().substring(1);
    return RespConnection.open(uri.getPort(), password, Duration.ofSeconds(10));
  }

  private static long topologyCalls(RespConnection node) throws IOException {
    Matcher calls =
        Pattern.compile("cmdstat_cluster\\|nodes:calls=(\\d+)")
            .matcher(node.ask("INFO", "commandstats"));
    return calls.find() ? Long.parseLong(calls.group(1)) : 0;
  }

  private static void killPubSub(URI uri) {
    RedisLink one =
        new SingleLink(
            LinkOptions.resources(),
            RedisURI.create(uri),
            new RedisSettings(uri.toString(), Duration.ofSeconds(2), 100),
            loops.group(),
            Optional::empty);
    try (one) {
      done(one.commands().clientKill(KillArgs.Builder.typePubsub()));
    }
  }
}
