package dev.ferry.server.redis;

import static dev.ferry.server.redis.RedisFixture.ALICE;
import static dev.ferry.server.redis.RedisFixture.BOB;
import static dev.ferry.server.redis.RedisFixture.done;
import static dev.ferry.server.redis.RedisFixture.failure;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.device.DeviceSessions.Opened;
import dev.ferry.server.device.LoginAttempt;
import dev.ferry.server.device.SessionPolicy.Beyond;
import dev.ferry.server.device.SessionPolicy.Rule;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.KnownDevice;
import dev.ferry.server.model.Platform;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.SessionEnd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code open_session.lua}: which sessions may live beside which. */
@Timeout(60)
class SessionPolicyIT {
  @TempDir private static Path data;
  private static RedisFixture redis;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Heard heard = new Heard();
  private RedisBus bus;

  @BeforeAll
  static void begin() {
    redis = new RedisFixture(data, Durability.MEMORY, 1000);
  }

  @AfterAll
  static void end() {
    redis.close();
  }

  @BeforeEach
  void hear() {
    done(redis.link.commands().flushall());
    bus = new RedisBus(redis.link, timer);
    bus.start(heard, Duration.ofSeconds(10));
    done(bus.subscribe(RedisFixture.of(ALICE)));
  }

  @AfterEach
  void deafen() {
    bus.close();
    timer.shutdownNow();
  }

  private static SessionFixture node(String name, int phones, Beyond beyond) {
    return new SessionFixture(redis, name, SessionFixture.phones(phones, beyond));
  }

  private void assertHeard(String... ends) {
    await().until(() -> heard.ends.size() >= ends.length);
    assertEquals(List.of(ends), heard.ends.stream().map(SessionFixture::text).toList());
  }

  private static RefusedException refused(CompletionStage<?> stage, Reason reason) {
    RefusedException refusal = assertInstanceOf(RefusedException.class, failure(stage));
    assertEquals(reason, refusal.reason(), refusal::toString);
    return refusal;
  }

  @Test
  void theNewestReplacesTheOldestOfItsClass() {
    SessionFixture node = node("n1", 2, Beyond.REPLACE);
    for (String device : List.of("a", "b", "c", "d")) {
      done(node.open(device, Platform.PHONE));
    }
    done(node.open("web", Platform.WEB));
    assertEquals(List.of("c", "d", "web"), node.live());
    assertHeard("a SESSION_REPLACED by c", "b SESSION_REPLACED by d");
  }

  @Test
  void anAttemptThatTheClientGaveUpEndsNoLaterOne() {
    SessionFixture node = node("n1", 1, Beyond.REPLACE);
    SessionFixture other = node("n2", 1, Beyond.REPLACE);
    Opened first = done(attempt(node, new LoginAttempt(-7, 1)));
    Opened third = done(attempt(node, new LoginAttempt(-7, 3)));
    refused(attempt(other, new LoginAttempt(-7, 2)), Reason.UNAVAILABLE);
    assertTrue(third.stamp() > first.stamp());
    assertHeard("a SESSION_REPLACED by a");
    done(node.store.sessions().close(ALICE, new DeviceId("a"), third.stamp()));
    refused(attempt(other, new LoginAttempt(-7, 2)), Reason.UNAVAILABLE);
    assertEquals(List.of(), node.live());
    done(attempt(other, new LoginAttempt(-7, 10)));
    assertHeard("a SESSION_REPLACED by a");
  }

  @Test
  void anAttemptOfAnEarlierLifeOfTheClientIsTooLateForAMinute() {
    SessionFixture node = node("n1", 1, Beyond.REPLACE);
    done(attempt(node, new LoginAttempt(99, 9)));
    Opened second = done(attempt(node, new LoginAttempt(100, 1)));
    refused(attempt(node, new LoginAttempt(99, 10)), Reason.UNAVAILABLE);
    refused(attempt(node, new LoginAttempt(20, 3)), Reason.UNAVAILABLE);
    assertEquals(List.of("a"), node.live());
    Opened later = done(attempt(node, new LoginAttempt(-7, 1)));
    assertTrue(later.stamp() > second.stamp());
    begunEarlier(59_000);
    refused(attempt(node, new LoginAttempt(100, 2)), Reason.UNAVAILABLE);
    begunEarlier(2_000);
    done(attempt(node, new LoginAttempt(100, 3)));
    assertEquals(List.of("a"), node.live());
  }

  /** Makes the session of device a one that began by so much earlier. */
  private static void begunEarlier(long milliseconds) {
    byte[] device = "a".getBytes(US_ASCII);
    byte[] record = done(redis.link.commands().hget(Keys.sessions(ALICE), device));
    String[] words = new String(record, US_ASCII).split(" ", 4);
    words[2] = String.valueOf(Long.parseLong(words[2]) - milliseconds);
    done(
        redis
            .link
            .commands()
            .hset(Keys.sessions(ALICE), device, String.join(" ", words).getBytes(US_ASCII)));
  }

  private static CompletionStage<Opened> attempt(SessionFixture node, LoginAttempt attempt) {
    return node.open(ALICE, "a", Platform.PHONE, SessionFixture.token(1), attempt);
  }

  @Test
  void theSameDeviceReplacesItselfWhateverTheLimit() {
    SessionFixture node = node("n1", 1, Beyond.REFUSE);
    Opened first = done(node.open("a", Platform.PHONE));
    Opened second = done(node.open("a", Platform.PHONE));
    assertTrue(second.stamp() > first.stamp());
    assertEquals(List.of("a"), node.live());
    assertHeard("a SESSION_REPLACED by a");
    SessionEnd end = heard.ends.remove();
    assertEquals(first.stamp(), end.stamp());
    // Its end is late, and not that of the session which lives.
    node.close("a", first);
    assertEquals(List.of("a"), node.live());
    node.close("a", second);
    assertEquals(List.of(), node.live());
  }

  @Test
  void whereNewcomersAreRefusedNothingOfThemIsLeft() {
    SessionFixture node = node("n1", 1, Beyond.REFUSE);
    Opened first = done(node.open("a", Platform.PHONE));
    assertEquals("a", refused(node.open("b", Platform.PHONE), Reason.SESSION_LIMIT).value());
    assertEquals(List.of("a"), node.live());
    assertEquals(1, done(node.store.devices().list(ALICE)).size());
    node.close("a", first);
    done(node.open("b", Platform.PHONE));
    assertEquals(List.of("b"), node.live());
  }

  @Test
  void classesExcludeEachOtherBothWays() {
    SessionFixture node =
        new SessionFixture(
            redis,
            "n1",
            SessionFixture.policy(
                Map.of(
                    Platform.PHONE, new Rule(5, Beyond.REPLACE, Set.of(Platform.TABLET)),
                    Platform.WEB, new Rule(5, Beyond.REFUSE, Set.of(Platform.DESKTOP)))));
    done(node.open("p1", Platform.PHONE));
    done(node.open("p2", Platform.PHONE));
    done(node.open("t", Platform.TABLET));
    assertEquals(List.of("t"), node.live());
    done(node.open("p1", Platform.PHONE));
    assertEquals(List.of("p1"), node.live());
    done(node.open("d", Platform.DESKTOP));
    assertEquals("d", refused(node.open("w", Platform.WEB), Reason.SESSION_LIMIT).value());
    assertHeard("p1 SESSION_REPLACED by t", "p2 SESSION_REPLACED by t", "t SESSION_REPLACED by p1");
  }

  @Test
  void ofManyAtOnceOnThreeNodesTheAllowedNumberLivesAndEachOtherIsTold() {
    List<SessionFixture> nodes =
        IntStream.range(0, 3).mapToObj(n -> node("n" + n, 3, Beyond.REPLACE)).toList();
    List<CompletableFuture<Opened>> opening = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      opening.add(nodes.get(i % 3).open("d" + i, Platform.PHONE).toCompletableFuture());
    }
    List<Long> stamps = opening.stream().map(each -> each.join().stamp()).toList();
    List<String> newest =
        IntStream.range(0, 60)
            .boxed()
            .sorted(Comparator.comparing(stamps::get).reversed())
            .limit(3)
            .map(i -> "d" + i)
            .sorted()
            .toList();
    assertEquals(newest, nodes.get(0).live());
    await().until(() -> heard.ends.size() >= 57);
    Set<String> told = new HashSet<>();
    heard.ends.forEach(end -> told.add(end.device().orElseThrow().value()));
    assertEquals(57, heard.ends.size());
    newest.forEach(told::add);
    assertEquals(60, told.size());
  }

  @Test
  void ofManyAtOnceTheAllowedNumberIsLetIn() {
    List<SessionFixture> nodes =
        IntStream.range(0, 3).mapToObj(n -> node("n" + n, 3, Beyond.REFUSE)).toList();
    List<CompletionStage<Opened>> opening = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      opening.add(nodes.get(i % 3).open("d" + i, Platform.PHONE));
    }
    int let = 0;
    for (CompletionStage<Opened> each : opening) {
      if (done(each.handle((opened, failure) -> opened != null))) {
        let++;
      } else {
        refused(each, Reason.SESSION_LIMIT);
      }
    }
    assertEquals(3, let);
    assertEquals(3, nodes.get(0).live().size());
  }

  @Test
  void sessionsOfADeadNodeBlockNobody() {
    SessionFixture dead = node("n1", 1, Beyond.REFUSE);
    SessionFixture other = node("n2", 1, Beyond.REFUSE);
    ScheduledExecutorService itsTimer = Executors.newSingleThreadScheduledExecutor();
    dead.store.start(itsTimer, () -> {});
    done(dead.open("a", Platform.PHONE));
    other.store.start(timer, () -> {});
    refused(other.open("b", Platform.PHONE), Reason.SESSION_LIMIT);
    assertEquals(List.of("a"), other.live());
    // Its lease is over; the other learns so with its next renewal.
    itsTimer.shutdownNow();
    dead.store.close();
    await().until(() -> other.live().isEmpty());
    done(other.open("b", Platform.PHONE));
    assertEquals(List.of("b"), other.live());
    assertHeard("a IDLE_TIMEOUT by b");
  }

  @Test
  void sessionsWhoseTokenIsOverBlockNobody() {
    SessionFixture node = node("n1", 1, Beyond.REFUSE);
    done(node.open("a", Platform.PHONE));
    node.alter("a", 3, "1000");
    done(node.open("b", Platform.PHONE));
    assertEquals(List.of("b"), node.live());
  }

  @Test
  void anEndThatRedisDidNotTakeIsToldAgain(@TempDir Path other) {
    try (RedisFixture away = new RedisFixture(other, Durability.DISK, 1000)) {
      SessionFixture node = new SessionFixture(away, "n1", SessionFixture.phones(1, Beyond.REFUSE));
      node.store.start(away.timer, () -> {});
      Opened first = done(node.open("a", Platform.PHONE));
      away.redis.kill();
      refused(
          node.store.sessions().close(ALICE, new DeviceId("a"), first.stamp()), Reason.UNAVAILABLE);
      away.restartRedis();
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreException(CompletionException.class)
          .until(() -> node.live().isEmpty());
      done(node.open("b", Platform.PHONE));
    }
  }

  @Test
  void devicesAreListedLiveOnesFirst() {
    SessionFixture node = node("n1", 10, Beyond.REPLACE);
    Opened first = done(node.open("a", Platform.PHONE));
    done(node.open("b", Platform.WEB));
    node.close("a", first);
    List<KnownDevice> devices = done(node.store.devices().list(ALICE));
    assertEquals(List.of("b", "a"), devices.stream().map(each -> each.id().value()).toList());
    KnownDevice gone = devices.get(1);
    assertEquals("a of alice", gone.name().value());
    assertEquals(Platform.PHONE, gone.platform());
    assertTrue(!gone.live() && devices.get(0).live());
    assertTrue(gone.lastSeenMs() >= devices.get(0).lastSeenMs());
    assertEquals(List.of(), done(node.store.devices().list(BOB)));
  }

  @Test
  void manyDevicesAreRememberedInABoundedNumber() {
    SessionFixture node = node("n1", 10, Beyond.REPLACE);
    for (int i = 0; i < 250; i++) {
      done(node.open("d" + i, Platform.PHONE));
    }
    List<KnownDevice> devices = done(node.store.devices().list(ALICE));
    assertTrue(devices.size() >= 100 && devices.size() <= 200, () -> "" + devices.size());
    assertEquals(new DeviceId("d249"), devices.get(0).id());
  }

  @Test
  void aNodeThatHeardNothingLearnsOfTheEndOfItsSessions() {
    SessionFixture node = node("n1", 1, Beyond.REPLACE);
    Opened first = done(node.open("a", Platform.PHONE));
    assertTrue(done(node.store.table().endOf(ALICE, new DeviceId("a"), first.stamp())).isEmpty());
    done(node.open("b", Platform.PHONE));
    SessionEnd end =
        done(node.store.table().endOf(ALICE, new DeviceId("a"), first.stamp())).orElseThrow();
    assertEquals(Reason.SESSION_REPLACED, end.reason());
    // Redis lost its memory: who is connected stays so.
    done(redis.link.commands().flushall());
    assertTrue(done(node.store.table().endOf(ALICE, new DeviceId("b"), 5)).isEmpty());
  }
}
