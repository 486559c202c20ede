package dev.ferry.server.redis;

import static dev.ferry.server.redis.RedisFixture.ALICE;
import static dev.ferry.server.redis.RedisFixture.BOB;
import static dev.ferry.server.redis.RedisFixture.PHONE;
import static dev.ferry.server.redis.RedisFixture.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.delivery.Topic;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.Lease;
import dev.ferry.server.model.NodeId;
import dev.ferry.server.model.OnlineSession;
import dev.ferry.server.model.Platform;
import dev.ferry.server.model.UserId;
import dev.ferry.server.model.UserState;
import dev.ferry.server.model.Visibility;
import dev.ferry.server.presence.Leases;
import dev.ferry.server.presence.PresenceStore;
import dev.ferry.server.presence.PresenceStore.Found;
import dev.ferry.server.presence.SettingsChange;
import io.lettuce.core.ScoredValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts under {@code lua/presence}, and what the bus carries of them. */
class PresenceScriptsIT {
  private static final Duration LIFE = Duration.ofSeconds(6);
  private static final Lease LEASE = new Lease(1000, "n1");
  private static final Lease LATER = new Lease(2000, "n1");

  @TempDir Path data;
  private RedisFixture redis;
  private PresenceStore store;

  @BeforeEach
  void begin() {
    redis = new RedisFixture(data, Durability.MEMORY, 1000);
    store = presence("n1");
  }

  @AfterEach
  void end() {
    redis.close();
  }

  @Test
  void whatIsReadIsWhatTheWatchersHear() {
    Heard heard = new Heard();
    try (RedisBus bus = new RedisBus(redis.link, redis.timer)) {
      bus.start(heard, Duration.ofSeconds(10));
      done(bus.subscribe(new Topic.OfPresence(BOB)));
      done(store.online(BOB, session(PHONE, 7, LEASE)));
      done(store.set(BOB, new SettingsChange("höchst", true, Visibility.EVERYONE)));
      await().until(() -> heard.states.size() == 2);
      UserState read = read(BOB);
      assertEquals(List.of(read), heard.states.stream().skip(1).toList());
      assertEquals("höchst", read.settings().status());
      assertTrue(read.settings().invisible());
      assertEquals(Visibility.EVERYONE, read.settings().visibleTo());
      OnlineSession online = read.sessions().get(0);
      assertEquals(session(PHONE, 7, LEASE, online.sinceMs()), online);
      done(store.offline(BOB, PHONE, 7));
      await().until(() -> heard.states.size() == 3);
      assertEquals(List.of(), read(BOB).sessions());
      assertTrue(read(BOB).version() > read.version());
    }
  }

  @Test
  void nobodyIsToldOfWhatIsKnown() {
    done(store.online(BOB, session(PHONE, 7, LEASE)));
    done(store.set(BOB, new SettingsChange("", false, null)));
    long version = read(BOB).version();
    done(store.online(BOB, session(PHONE, 7, LEASE)));
    done(store.set(BOB, new SettingsChange("", false, null)));
    done(store.set(BOB, new SettingsChange(null, null, null)));
    assertEquals(version, read(BOB).version());
  }

  @Test
  void theEndOfAnOlderSessionDoesNotEndTheNewerOne() {
    done(store.online(BOB, session(PHONE, 8, LEASE)));
    done(store.online(BOB, session(PHONE, 7, LEASE)));
    done(store.offline(BOB, PHONE, 7));
    assertEquals(List.of(8L), read(BOB).sessions().stream().map(OnlineSession::stamp).toList());
    assertEquals(0, read(BOB).seenMs());
  }

  @Test
  void aLaterLeaseStaysWhicheverComesLast() {
    done(store.online(BOB, session(PHONE, 7, LEASE)));
    long since = read(BOB).sessions().get(0).sinceMs();
    done(store.online(BOB, session(PHONE, 7, LATER)));
    done(store.online(BOB, session(PHONE, 7, LEASE)));
    assertEquals(List.of(session(PHONE, 7, LATER, since)), read(BOB).sessions());
  }

  @Test
  void onlyTheNewestSessionsAreKept() {
    for (int i = 1; i <= 30; i++) {
      done(store.online(BOB, session(new DeviceId("d" + i), i, LEASE)));
    }
    List<Long> stamps = read(BOB).sessions().stream().map(OnlineSession::stamp).sorted().toList();
    assertEquals(IntStream.rangeClosed(11, 30).mapToObj(i -> (long) i).toList(), stamps);
  }

  @Test
  void whoIsInvisibleWasLastSeenWhenItBecameSo() {
    done(store.online(BOB, session(PHONE, 7, LEASE)));
    done(store.set(BOB, new SettingsChange(null, true, null)));
    long seen = read(BOB).seenMs();
    assertTrue(seen > 0);
    done(store.offline(BOB, PHONE, 7));
    done(store.online(BOB, session(PHONE, 8, LEASE)));
    OnlineSession dead = read(BOB).sessions().get(0);
    done(store.sweep(BOB, List.of(dead), List.of(seen + 5)));
    assertEquals(seen, read(BOB).seenMs());
    assertEquals(List.of(), read(BOB).sessions());
  }

  @Test
  void onlyWhatIsStillTheSameIsSwept() {
    done(store.online(BOB, session(PHONE, 7, LEASE)));
    OnlineSession dead = read(BOB).sessions().get(0);
    done(store.online(BOB, session(PHONE, 7, LATER)));
    done(store.sweep(BOB, List.of(dead), List.of(5L)));
    assertEquals(1, read(BOB).sessions().size());
    done(store.sweep(BOB, read(BOB).sessions(), List.of(5L)));
    assertEquals(List.of(), read(BOB).sessions());
    assertEquals(5, read(BOB).seenMs());
  }

  @Test
  void whoHasAConversationIsAContactAndOneRoundTripReadsMany() {
    redis.append(PHONE, 1, "hello");
    List<UserId> users =
        IntStream.range(0, 200).mapToObj(i -> i == 100 ? BOB : new UserId("u" + i)).toList();
    List<Found> found = done(store.read(ALICE, users, Optional.empty()));
    assertEquals(users, found.stream().map(each -> each.state().user()).toList());
    assertEquals(
        List.of(BOB),
        found.stream().filter(Found::contact).map(each -> each.state().user()).toList());
    String stats = done(redis.link.commands().info("commandstats"));
    // One call of 64 users to find that Redis lacks the script, and four as it has it.
    assertTrue(RedisFixture.calls(stats, "hgetall") == 200, stats);
  }

  @Test
  void aFellowMemberOfTheGroupIsAContactAndAFormerOneIsNot() {
    ConversationId group = ConversationId.parse("g/deck");
    byte[] groups = Keys.groups(BOB);
    done(redis.link.commands().zadd(groups, 5, Keys.bytes(group.value())));
    assertTrue(done(store.read(ALICE, List.of(BOB), Optional.of(group))).get(0).contact());
    done(redis.link.commands().zadd(groups, -6, Keys.bytes(group.value())));
    assertEquals(false, done(store.read(ALICE, List.of(BOB), Optional.of(group))).get(0).contact());
  }

  @Test
  void aLeaseThatLapsedIsNotGoodAgainAndItsNodeGetsAnother() {
    PresenceStore other = presence("n2");
    Lease own = done(store.refresh(Optional.empty())).own();
    Lease others = done(other.refresh(Optional.empty())).own();
    assertEquals(own, done(store.refresh(Optional.of(own))).own());
    age(own, LIFE.toMillis() + 100);
    Leases seen = done(other.refresh(Optional.of(others)));
    assertEquals(List.of(false, true), List.of(good(seen, own), good(seen, others)));
    Leases after = done(store.refresh(Optional.of(own)));
    assertNotEquals(own, after.own());
    assertEquals(List.of(false, true), List.of(good(after, own), good(after, after.own())));
    done(store.release(after.own()));
    Leases last = done(other.refresh(Optional.of(others)));
    assertEquals(List.of(false, true), List.of(good(last, after.own()), good(last, others)));
  }

  @Test
  void timeInWhichNobodyCouldRefreshCountsForNobody() {
    PresenceStore other = presence("n2");
    Lease own = done(store.refresh(Optional.empty())).own();
    Lease others = done(other.refresh(Optional.empty())).own();
    Lease dead = done(presence("n3").refresh(Optional.empty())).own();
    age(dead, LIFE.toMillis() + 1000);
    for (Lease each : List.of(own, others, dead)) {
      age(each, Duration.ofMinutes(5).toMillis());
    }
    Leases after = done(store.refresh(Optional.of(own)));
    assertEquals(own, after.own());
    assertEquals(List.of(true, true, false), good(after, own, others, dead));
    // As after a clock that went back by an hour.
    for (Lease each : List.of(own, others, dead)) {
      age(each, -Duration.ofHours(1).toMillis());
    }
    Leases back = done(store.refresh(Optional.of(own)));
    assertEquals(own, back.own());
    age(others, LIFE.toMillis() + 100);
    assertEquals(List.of(true, false), good(done(store.refresh(Optional.of(own))), own, others));
  }

  /** As {@link Leases} judges; seen through what it tells. */
  private static boolean good(Leases leases, Lease lease) {
    Long refreshed = leases.refreshedMs().get(lease);
    return refreshed != null && leases.nowMs() - refreshed <= LIFE.toMillis();
  }

  private static List<Boolean> good(Leases leases, Lease... each) {
    return List.of(each).stream().map(lease -> good(leases, lease)).toList();
  }

  /** The lease was last refreshed that much earlier. */
  private void age(Lease lease, long byMs) {
    byte[] member = Keys.bytes(lease.toString());
    double refreshed = done(redis.link.commands().zscore(Keys.leases(), member));
    done(redis.link.commands().zadd(Keys.leases(), ScoredValue.just(refreshed - byMs, member)));
  }

  private PresenceStore presence(String node) {
    return RedisStore.presence(redis.link, new NodeId(node), LIFE);
  }

  private UserState read(UserId user) {
    return done(store.read(null, List.of(user), Optional.empty())).get(0).state();
  }

  private static OnlineSession session(DeviceId device, long stamp, Lease lease) {
    return session(device, stamp, lease, 0);
  }

  private static OnlineSession session(DeviceId device, long stamp, Lease lease, long sinceMs) {
    return new OnlineSession(device, stamp, lease, Platform.PHONE, sinceMs);
  }
}
