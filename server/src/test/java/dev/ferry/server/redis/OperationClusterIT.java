package dev.ferry.server.redis;

import static dev.ferry.server.model.Operation.Kind.EDIT;
import static dev.ferry.server.model.Operation.Kind.PIN;
import static dev.ferry.server.model.Operation.Kind.REACT;
import static dev.ferry.server.model.Operation.Kind.RECALL;
import static dev.ferry.server.redis.GroupFixture.ADMIN;
import static dev.ferry.server.redis.GroupFixture.MEMBER;
import static dev.ferry.server.redis.GroupFixture.OWNER;
import static dev.ferry.server.redis.RedisFixture.ALICE;
import static dev.ferry.server.redis.RedisFixture.BOB;
import static dev.ferry.server.redis.RedisFixture.TALK;
import static dev.ferry.server.redis.RedisFixture.done;
import static dev.ferry.server.redis.RedisFixture.of;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.redis.EmbeddedCluster;
import dev.ferry.redis.EmbeddedRedis.Settings;
import dev.ferry.server.delivery.Topic;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.CursorMove;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.HistoryPolicy;
import dev.ferry.server.model.JoinPolicy;
import dev.ferry.server.model.MessageOutcome;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.References;
import dev.ferry.server.model.UserId;
import dev.ferry.server.net.EventLoops;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations on a Redis Cluster: every key of one step on one slot, and the word to both users. */
class OperationClusterIT {
  @TempDir static Path data;
  private static EmbeddedCluster cluster;
  private static EventLoops loops;
  private static RedisLink link;
  private static ScheduledExecutorService timer;
  private static RedisStore store;

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
    store = RedisStore.open(link, Durability.DISK, RedisFixture.limits(1000, 50, 500), timer);
  }

  @AfterAll
  static void stop() {
    timer.shutdownNow();
    link.close();
    loops.close();
    cluster.close();
  }

  @Test
  void anOperationReachesBothUsersAndItsNoteIsCleared() {
    Heard heard = new Heard();
    try (RedisBus bus = new RedisBus(link, timer)) {
      bus.start(heard, Duration.ofSeconds(10));
      await().until(bus::isConnected);
      done(bus.subscribe(of(ALICE)));
      done(bus.subscribe(of(BOB)));
      OperationFixture talk = new OperationFixture(store, TALK);
      Accepted message = talk.say(ALICE, "one");
      talk.act(ALICE, EDIT, message, "two");
      talk.act(BOB, REACT, message, "👍");
      talk.act(BOB, PIN, message);
      await().until(() -> heard.seqs(of(ALICE)).containsAll(List.of(1L, 2L, 3L, 4L)));
      await().until(() -> heard.seqs(of(BOB)).containsAll(List.of(1L, 2L, 3L, 4L)));
      await().until(() -> done(link.commands().zcard(Keys.notes(Keys.bucket(TALK)))) == 0);
      assertEquals("two", talk.textOf(BOB, message));
      assertEquals(1, done(store.reads().reactions(ALICE, TALK, message.seq())).size());
      assertEquals(2, done(store.reads().edits(ALICE, TALK, message.seq(), 0)).versions().size());
      assertEquals(1, done(store.reads().pins(ALICE, TALK)).size());
    }
  }

  @Test
  void mentionsAreKeptAndTakenAwayOnTheSlotOfTheirLog() {
    UserId carol = new UserId("carol");
    ConversationId direct = ConversationId.direct(ALICE, carol);
    GroupFixture group = new GroupFixture(store, "mentions");
    group.create(GroupFixture.settings(JoinPolicy.INVITE, HistoryPolicy.ALL), MEMBER);
    for (ConversationId each : List.of(direct, group.group)) {
      OperationFixture talk = new OperationFixture(store, each);
      List<UserId> two = each.isGroup() ? List.of(OWNER, MEMBER) : List.of(ALICE, carol);
      References references = new References(0, 0, List.of(two.get(1)), false);
      NewMessage message = talk.message(two.get(0), OperationFixture.text("x"), references, null);
      Accepted sent = done(store.log().append(message));
      CursorMove move = new CursorMove(each, sent.epoch(), 0, sent.seq() - 1);
      Mover mover = new Mover(two.get(1), RedisFixture.PHONE, RedisFixture.SESSION);
      Head moved = done(store.cursors().move(mover, move));
      assertEquals(List.of(sent.seq()), moved.progress().mentions());
      assertEquals(List.of(sent.seq()), mentions(two.get(1), each));
      talk.act(two.get(0), RECALL, sent);
      assertEquals(List.of(), mentions(two.get(1), each));
    }
  }

  private static List<Long> mentions(UserId user, ConversationId conversation) {
    return done(store.index().heads(user, List.of(conversation))).get(0).progress().mentions();
  }

  @Test
  void aGroupHearsOfAnOperationFromTheScriptItself() {
    GroupFixture group = GroupFixture.usual(store, JoinPolicy.INVITE);
    Topic channel = new Topic.OfGroup(group.group);
    Heard heard = new Heard();
    try (RedisBus bus = new RedisBus(link, timer)) {
      bus.start(heard, Duration.ofSeconds(10));
      await().until(bus::isConnected);
      done(bus.subscribe(channel));
      OperationFixture talk = new OperationFixture(store, group.group);
      Accepted message = talk.say(MEMBER, "one");
      Accepted recall = talk.act(ADMIN, RECALL, message);
      await().until(() -> heard.seqs(channel).contains(recall.seq()));
      MessageOutcome outcome = talk.outcome(MEMBER, message);
      assertNotNull(outcome);
      assertNotNull(outcome.recalled());
      assertTrue(talk.textOf(MEMBER, message).startsWith("message recalled"));
    }
  }
}
