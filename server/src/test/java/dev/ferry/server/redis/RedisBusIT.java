package dev.ferry.server.redis;

import static dev.ferry.server.redis.RedisFixture.BOB;
import static dev.ferry.server.redis.RedisFixture.PHONE;
import static dev.ferry.server.redis.RedisFixture.done;
import static dev.ferry.server.redis.RedisFixture.failure;
import static dev.ferry.server.redis.RedisFixture.of;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.ferry.server.delivery.Topic;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.UserId;
import io.lettuce.core.KillArgs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisBusIT {
  /** Three times what may wait on one of the fixture's connections. */
  private static final int USERS = 3000;

  private static final int COMERS = 16;

  @TempDir Path data;

  @Test
  void busOfMoreUsersThanMayWaitComesBackAtOneStroke() {
    try (RedisFixture redis = new RedisFixture(data, Durability.DISK, 1000)) {
      Heard heard = new Heard();
      try (RedisBus bus = new RedisBus(redis.link, redis.timer)) {
        bus.start(heard, Duration.ofSeconds(10));
        for (int n = 0; n < USERS; n++) {
          done(bus.subscribe(of(new UserId("user" + n))));
        }
        done(bus.subscribe(of(BOB)));
        done(redis.link.commands().clientKill(KillArgs.Builder.typePubsub()));
        await().until(() -> heard.interruptions.get() == 1 && bus.isConnected());
        Accepted place = redis.append(PHONE, 1, "after the outage");
        await().until(() -> heard.places().equals(List.of(place)));
        String clients = done(redis.link.commands().info("clients"));
        assertEquals(1, heard.interruptions.get(), clients);
      }
    }
  }

  @Test
  void allAreLeftWhenMoreLeaveAtOnceThanMayWait() {
    try (RedisFixture redis = new RedisFixture(data, Durability.DISK, 1000);
        RedisBus bus = new RedisBus(redis.link, redis.timer)) {
      Heard heard = new Heard();
      bus.start(heard, Duration.ofSeconds(10));
      List<UserId> users = IntStream.range(0, USERS).mapToObj(n -> new UserId("user" + n)).toList();
      users.forEach(user -> done(bus.subscribe(of(user))));
      done(redis.link.commands().clientPause(1000));
      users.forEach(user -> bus.unsubscribe(of(user)));
      UserId returned = users.get(USERS - 1);
      done(bus.subscribe(of(returned)));
      await()
          .untilAsserted(
              () ->
                  assertArrayEquals(
                      new Object[] {Keys.channel(of(returned))},
                      done(redis.link.commands().pubsubShardChannels()).toArray()));
      assertEquals(0, heard.interruptions.get());
    }
  }

  @Test
  void allAreSubscribedWhenMoreAreWantedAtOnceThanMayWait() {
    try (RedisFixture redis = new RedisFixture(data, Durability.DISK, 1000);
        RedisBus bus = new RedisBus(redis.link, redis.timer)) {
      bus.start(new Heard(), Duration.ofSeconds(10));
      done(redis.link.commands().clientPause(1000));
      subscribeAll(bus).forEach(RedisFixture::done);
      assertEquals(USERS, done(redis.link.commands().pubsubShardChannels()).size());
    }
  }

  @Test
  void whatIsLeftBeforeItsTurnIsNotSubscribed() {
    try (RedisFixture redis = new RedisFixture(data, Durability.DISK, 1000);
        RedisBus bus = new RedisBus(redis.link, redis.timer)) {
      bus.start(new Heard(), Duration.ofSeconds(10));
      done(redis.link.commands().clientPause(1000));
      List<CompletionStage<Void>> subscribed = subscribeAll(bus);
      bus.unsubscribe(topic(USERS - 1));
      subscribed.forEach(RedisFixture::done);
      await()
          .untilAsserted(
              () ->
                  assertEquals(
                      USERS - 1, done(redis.link.commands().pubsubShardChannels()).size()));
    }
  }

  @Test
  void allAreRefusedWhenTheConnectionEnds() {
    try (RedisFixture redis = new RedisFixture(data, Durability.DISK, 1000);
        RedisBus bus = new RedisBus(redis.link, redis.timer)) {
      Heard heard = new Heard();
      bus.start(heard, Duration.ofSeconds(10));
      redis.redis.freeze();
      for (CompletionStage<Void> each : subscribeAll(bus)) {
        RefusedException refused =
            assertInstanceOf(RefusedException.class, RefusedException.causeOf(failure(each)));
        assertEquals(RefusedException.Reason.UNAVAILABLE, refused.reason());
      }
      redis.redis.resume();
      await().until(() -> heard.interruptions.get() == 1 && bus.isConnected());
      assertEquals(USERS, done(redis.link.commands().pubsubShardChannels()).size());
    }
  }

  /** An end that was asked for before may not overtake the subscription that follows it. */
  @Test
  void whoComesBackAtAnyMomentIsSubscribed() {
    ExecutorService comers = Executors.newFixedThreadPool(COMERS);
    try (RedisFixture redis = new RedisFixture(data, Durability.DISK, 1000);
        RedisBus bus = new RedisBus(redis.link, redis.timer)) {
      bus.start(new Heard(), Duration.ofSeconds(10));
      for (int round = 0; round < 1_000; round++) {
        CompletableFuture.allOf(
                IntStream.range(0, COMERS)
                    .mapToObj(n -> CompletableFuture.runAsync(() -> comeBack(bus, n), comers))
                    .toArray(CompletableFuture[]::new))
            .join();
        assertEquals(COMERS, done(redis.link.commands().pubsubShardChannels()).size());
      }
    } finally {
      comers.shutdownNow();
    }
  }

  private static void comeBack(RedisBus bus, int number) {
    bus.unsubscribe(topic(number));
    int spins = ThreadLocalRandom.current().nextInt(20_000);
    for (int i = 0; i < spins; i++) {
      Thread.onSpinWait();
    }
    done(bus.subscribe(topic(number)));
  }

  @Test
  void repeatedSendIsHeardOnce() {
    try (RedisFixture redis = new RedisFixture(data, Durability.DISK, 1000)) {
      Heard heard = new Heard();
      try (RedisBus bus = new RedisBus(redis.link, redis.timer)) {
        bus.start(heard, Duration.ofSeconds(10));
        done(bus.subscribe(of(BOB)));
        Accepted first = redis.append(PHONE, 1, "once");
        assertEquals(first, redis.append(PHONE, 1, "with other words"));
        Accepted second = redis.append(PHONE, 2, "then this");
        await().until(() -> heard.places().equals(List.of(first, second)));
        assertEquals("once", heard.entries.element().content().text());
      }
    }
  }

  /** Between two checks all topics are left; the next ones must not bring any of them back. */
  @Test
  void whatWasLeftIsNotSubscribedByTheChecksThatFollow() {
    try (RedisFixture redis = new RedisFixture(data, Durability.DISK, 1000);
        RedisBus bus = new RedisBus(redis.link, redis.timer)) {
      bus.start(new Heard(), Duration.ofSeconds(10));
      List<UserId> users = List.of(new UserId("u1"), new UserId("u2"), new UserId("u3"));
      users.forEach(user -> done(bus.subscribe(of(user))));
      await("a check of the first").until(() -> calls(redis, "ssubscribe") > users.size());
      users.forEach(user -> bus.unsubscribe(of(user)));
      int pings = calls(redis, "ping");
      await("a check of none").until(() -> calls(redis, "ping") > pings);
      assertEquals(List.of(), done(redis.link.commands().pubsubShardChannels()));
    }
  }

  private static List<CompletionStage<Void>> subscribeAll(RedisBus bus) {
    return IntStream.range(0, USERS).mapToObj(n -> bus.subscribe(topic(n))).toList();
  }

  private static Topic topic(int n) {
    return of(new UserId("user" + n));
  }

  private static int calls(RedisFixture redis, String command) {
    return RedisFixture.calls(done(redis.link.commands().info("commandstats")), command);
  }
}
