package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;
import static dev.ferry.server.redis.RedisFixture.PHONE;
import static dev.ferry.server.redis.RedisFixture.SESSION;
import static dev.ferry.server.redis.RedisFixture.done;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferry.redis.EmbeddedCluster;
import dev.ferry.redis.EmbeddedRedis.Settings;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.RefusedException.Reason;
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

/** Blocks on a Redis Cluster, where list and conversation lie on different slots. */
class PrivacyClusterIT extends PrivacyContract {
  @TempDir static Path data;
  private static EmbeddedCluster cluster;
  private static EventLoops loops;
  private static RedisLink link;
  private static RedisLink otherLink;
  private static ScheduledExecutorService timer;
  private static RedisStore store;
  private static RedisStore other;

  @BeforeAll
  static void start() throws Exception {
    cluster = EmbeddedCluster.start(Settings.in(data));
    loops = EventLoops.open();
    timer = Executors.newSingleThreadScheduledExecutor();
    link = connect();
    otherLink = connect();
    store = open(link);
    other = open(otherLink);
  }

  private static RedisLink connect() {
    return RedisLink.connect(
        new RedisSettings(cluster.uris().get(0).toString(), Duration.ofSeconds(2), 1000),
        loops.group(),
        Optional::empty);
  }

  private static RedisStore open(RedisLink on) {
    return RedisStore.open(on, Durability.DISK, RedisFixture.limits(1000, 50, 500), timer);
  }

  @AfterAll
  static void stop() {
    timer.shutdownNow();
    link.close();
    otherLink.close();
    loops.close();
    cluster.close();
  }

  @Override
  RedisLink link() {
    return link;
  }

  @Override
  RedisStore store() {
    return store;
  }

  @Override
  RedisStore other() {
    return other;
  }

  @Override
  ScheduledExecutorService timer() {
    return timer;
  }

  /** One step of a change, as a node makes it before it dies. */
  private long step(String script, long last) {
    List<Object> reply =
        done(
            Script.named("privacy/" + script, link.batch())
                .run(
                    new byte[][] {
                      Keys.privacy(ann), Keys.blocked(ann), Keys.channel(ann), Keys.watchers(ann)
                    },
                    bytes(SESSION),
                    bytes(PHONE.value()),
                    bytes(ben.value()),
                    bytes(side()),
                    bytes(last)));
    return Reply.number(reply.get(3));
  }

  private void mark(long ticket) {
    done(
        Script.named("privacy/mark", link.batch())
            .run(new byte[][] {Keys.meta(talk)}, bytes(side()), bytes(ticket)));
  }

  private int side() {
    return CursorForm.side(talk, ann);
  }

  @Test
  void aBlockThatEndedHalfwayIsListedAndDoneWhenItIsAskedForAgain() {
    step("block", 10);
    assertEquals(List.of(ben.value()), listed());
    assertEquals(1, done(sending(ben, ann)).seq());
    block(ben);
    assertRefused(Reason.NOT_ACCEPTED, sending(ben, ann));
  }

  @Test
  void anUnblockingThatEndedHalfwayIsDoneWhenItIsAskedForAgain() {
    block(ben);
    mark(-step("unblock", 0));
    assertEquals(List.of(ben.value()), listed());
    unblock(ben);
    assertEquals(List.of(), listed());
    assertEquals(1, done(sending(ben, ann)).seq());
  }

  @Test
  void ofABlockAndAnUnblockingOnTheirWayTheLaterTicketStaysInListAndConversation() {
    block(ben);
    long unblocking = step("unblock", 0);
    long blocking = step("block", 10);
    mark(blocking);
    mark(-unblocking);
    step("unblock", unblocking);
    assertEquals(List.of(ben.value()), listed());
    assertRefused(Reason.NOT_ACCEPTED, sending(ben, ann));

    long earlier = step("block", 10);
    long later = step("unblock", 0);
    mark(-later);
    step("unblock", later);
    mark(earlier);
    assertEquals(List.of(), listed());
    assertEquals(1, done(sending(ben, ann)).seq());
  }
}
