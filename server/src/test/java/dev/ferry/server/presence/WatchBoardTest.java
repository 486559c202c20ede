package dev.ferry.server.presence;

import static dev.ferry.server.presence.WatchedUser.DEBOUNCE_MS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Lease;
import dev.ferry.server.model.OnlineSession;
import dev.ferry.server.model.Platform;
import dev.ferry.server.model.PresenceSettings;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import dev.ferry.server.model.UserState;
import dev.ferry.server.model.Visibility;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WatchBoardTest {
  private static final UserId ALICE = new UserId("alice");
  private static final UserId BOB = new UserId("bob");
  private static final Duration LIFE = Duration.ofSeconds(6);
  private static final Lease HERE = new Lease(1_000_000, "here");
  private static final Lease THERE = new Lease(2_000_000, "there");

  /** By Redis's clock; the board's is another. */
  private static final long REDIS_MS = 1_000_000_000;

  private final Set<String> subscribed = new TreeSet<>();
  private final WatchBoard board =
      new WatchBoard(
          user -> {
            subscribed.add(user.value());
            return CompletableFuture.completedFuture(null);
          },
          user -> subscribed.remove(user.value()),
          5000,
          leases(0, 0, 0));
  private final Eye eye = new Eye(ALICE);
  private long now = 50_000;
  private long version;

  /** Remembers what it was told. */
  private static final class Eye implements Watcher {
    private final UserId user;
    private final List<String> told = new ArrayList<>();
    private final List<Integer> pushes = new ArrayList<>();
    private boolean reads = true;

    Eye(UserId user) {
      this.user = user;
    }

    @Override
    public UserId user() {
      return user;
    }

    @Override
    public void push(List<Presence> news, Runnable notTaken) {
      if (!reads) {
        notTaken.run();
        return;
      }
      pushes.add(news.size());
      news.forEach(each -> told.add(words(each)));
    }
  }

  @Test
  void aFlapOfLessThanTheDebounceIsNotTold() {
    watch(BOB, online(HERE, Platform.PHONE));
    hear(offline());
    advance(DEBOUNCE_MS - 1);
    hear(online(THERE, Platform.PHONE));
    advance(10 * DEBOUNCE_MS);
    assertEquals(List.of(), eye.told);
  }

  @Test
  void whoStaysAwayIsToldOnceAfterTheDebounce() {
    watch(BOB, online(HERE, Platform.PHONE));
    hear(offline());
    advance(DEBOUNCE_MS - 1);
    assertEquals(List.of(), eye.told);
    advance(1);
    assertEquals(List.of("bob [] 7"), eye.told);
    advance(10 * DEBOUNCE_MS);
    hear(online(HERE, Platform.PHONE));
    advance(1);
    assertEquals(List.of("bob [] 7", "bob [PHONE] 0"), eye.told);
  }

  @Test
  void eachKindOfDeviceHasItsOwnDebounce() {
    watch(BOB, online(HERE, Platform.PHONE, Platform.WEB));
    hear(online(HERE, Platform.WEB));
    advance(DEBOUNCE_MS - 1);
    hear(offline());
    advance(1);
    assertEquals(List.of("bob [WEB] 0"), eye.told);
    advance(DEBOUNCE_MS);
    assertEquals(List.of("bob [WEB] 0", "bob [] 7"), eye.told);
  }

  @Test
  void usersOfADeadNodeGoOfflineOnceAndComeBackOnce() {
    watch(BOB, online(THERE, Platform.PHONE));
    board.learn(leases(2000, 2000, 0), now);
    advance(2000);
    assertEquals(List.of(), eye.told);
    board.learn(leases(6001, 6001, 0), now);
    advance(1);
    assertEquals(List.of("bob [] " + REDIS_MS), eye.told);
    board.learn(leases(8000, 8000, 0), now);
    advance(DEBOUNCE_MS);
    hear(online(HERE, Platform.PHONE));
    advance(DEBOUNCE_MS);
    assertEquals(List.of("bob [] " + REDIS_MS, "bob [PHONE] 0"), eye.told);
  }

  @Test
  void whoMovedToAnotherNodeBeforeTheLeaseEndedIsNeverOffline() {
    watch(BOB, online(THERE, Platform.PHONE));
    hear(online(HERE, Platform.PHONE));
    board.learn(leases(6001, 6001, 0), now);
    advance(10 * DEBOUNCE_MS);
    assertEquals(List.of(), eye.told);
  }

  @Test
  void aLeaseThatBeganAfterTheLastLookIsGoodUntilTheNext() {
    Lease fresh = new Lease((REDIS_MS + 1) * 1000, "fresh");
    assertEquals("bob [PHONE] 0", words(watch(eye, BOB, true, online(fresh, Platform.PHONE))));
    board.learn(leases(2000, 2000, 2000), now);
    advance(DEBOUNCE_MS);
    assertEquals(1, eye.told.size());
  }

  @Test
  void aLeaseThatIsNotKnownAndIsOldIsOver() {
    Lease forgotten = new Lease(5, "forgotten");
    assertEquals("bob [] 3", words(watch(eye, BOB, true, online(forgotten, Platform.PHONE))));
  }

  @Test
  void whatIsOlderThanWhatIsKnownIsIgnored() {
    watch(BOB, online(HERE, Platform.PHONE));
    UserState late = offline();
    hear(online(HERE, Platform.PHONE, Platform.WEB));
    hear(late);
    advance(10 * DEBOUNCE_MS);
    assertEquals(List.of("bob [PHONE, WEB] 0"), eye.told);
  }

  @Test
  void settingsDecideWhoSeesWhat() {
    Eye self = new Eye(BOB);
    watch(self, BOB, true, online(HERE, Platform.PHONE));
    Eye stranger = new Eye(new UserId("mallory"));
    watch(stranger, BOB, false, online(HERE, Platform.PHONE));
    watch(BOB, online(HERE, Platform.PHONE));
    hear(set(online(HERE, Platform.PHONE), false, Visibility.EVERYONE));
    advance(1);
    assertEquals(List.of("bob [PHONE] 0"), stranger.told);
    hear(set(online(HERE, Platform.PHONE), true, Visibility.EVERYONE));
    advance(1);
    assertEquals(List.of("bob [PHONE] 0", "bob [] 7"), stranger.told);
    assertEquals(List.of("bob [] 7"), eye.told);
    hear(set(online(HERE, Platform.PHONE), false, Visibility.NOBODY));
    advance(1);
    assertEquals(List.of("bob [] 7", "bob [] 0"), eye.told);
    assertEquals(List.of(), self.told);
  }

  @Test
  void whoIsInvisibleShowsNothingOfItsComingAndGoing() {
    watch(BOB, set(online(HERE, Platform.PHONE), true, Visibility.CONTACTS));
    hear(set(offline(), true, Visibility.CONTACTS));
    advance(DEBOUNCE_MS);
    hear(set(online(THERE, Platform.WEB), true, Visibility.CONTACTS));
    advance(DEBOUNCE_MS);
    board.learn(leases(6001, 6001, 0), now);
    advance(DEBOUNCE_MS);
    assertEquals(List.of(), eye.told);
  }

  @Test
  void whoHasMetIsShownFromThereOn() {
    watch(eye, BOB, false, online(HERE, Platform.PHONE));
    board.met(eye, BOB);
    advance(1);
    assertEquals(List.of("bob [PHONE] 0"), eye.told);
  }

  @Test
  void aStormIsToldInBoundedPushesAndTheNewestStateOnly() {
    List<UserId> users = IntStream.range(0, 1000).mapToObj(i -> new UserId("u" + i)).toList();
    for (UserId user : users) {
      watch(user, offline(user));
    }
    for (int round = 0; round < 3; round++) {
      for (UserId user : users) {
        board.learn(online(user, HERE, round == 1 ? Platform.WEB : Platform.PHONE), now);
      }
    }
    for (int tick = 0; tick < 20; tick++) {
      advance(1);
    }
    assertEquals(10, eye.pushes.size());
    assertEquals(Set.of(WatchBoard.TOLD_A_TICK), Set.copyOf(eye.pushes));
    assertEquals(1000, Set.copyOf(eye.told).size());
  }

  @Test
  void whoDoesNotReadIsToldTheNewestStateLater() {
    watch(BOB, offline());
    eye.reads = false;
    hear(online(HERE, Platform.PHONE));
    advance(1);
    hear(online(HERE, Platform.WEB));
    advance(1);
    eye.reads = true;
    for (int tick = 0; tick < 10; tick++) {
      advance(1);
    }
    advance(DEBOUNCE_MS);
    assertEquals("bob [WEB] 0", eye.told.get(eye.told.size() - 1));
  }

  @Test
  void beyondTheLimitsNothingIsWatched() {
    List<UserId> users = IntStream.range(0, 1001).mapToObj(i -> new UserId("u" + i)).toList();
    board.add(eye, users.subList(0, 1000));
    RefusedException refused =
        assertThrows(RefusedException.class, () -> board.add(eye, users.subList(1000, 1001)));
    assertEquals(Reason.TOO_MANY, refused.reason());
    assertEquals("1000", refused.value());
    for (int i = 0; i < 4; i++) {
      board.add(new Eye(BOB), users.subList(0, 1000));
    }
    RefusedException full =
        assertThrows(RefusedException.class, () -> board.add(new Eye(BOB), List.of(BOB)));
    assertEquals(Reason.UNAVAILABLE, full.reason());
    assertEquals(1000, board.watchedCount());
  }

  @Test
  void whoIsBlockedSeesNobodyUntilItIsNoLonger() {
    watch(BOB, online(HERE, Platform.PHONE));
    board.bar(eye, BOB, true);
    advance(1);
    board.bar(eye, BOB, true);
    hear(online(HERE, Platform.WEB));
    advance(DEBOUNCE_MS);
    board.bar(eye, BOB, false);
    advance(1);
    assertEquals(List.of("bob [] 0", "bob [WEB] 0"), eye.told);
  }

  @Test
  void aBlockThatIsHeardBeforeWhatWasReadStays() {
    board.add(eye, List.of(BOB)).toCompletableFuture().join();
    board.bar(eye, BOB, true);
    PresenceStore.Found read = new PresenceStore.Found(online(HERE, Platform.PHONE), true, false);
    assertEquals("bob [] 0", words(board.found(eye, List.of(read), now).get(0)));
  }

  @Test
  void whatNobodyWatchesIsLetGoOf() {
    Eye other = new Eye(new UserId("carol"));
    watch(BOB, offline());
    watch(other, BOB, true, offline());
    board.remove(eye, List.of(BOB));
    assertEquals(Set.of("bob"), subscribed);
    board.leave(other);
    assertEquals(Set.of(), subscribed);
    assertEquals(0, board.watchedCount());
    hear(online(HERE, Platform.PHONE));
    advance(DEBOUNCE_MS);
    assertEquals(List.of(), eye.told);
  }

  @Test
  void afterAnInterruptionEverybodyIsReadAgain() {
    watch(BOB, offline());
    board.doubtAll();
    assertEquals(List.of(BOB), board.takeUnsure(10));
    board.doubt(List.of(BOB, new UserId("nobody")));
    assertEquals(List.of(BOB), board.takeUnsure(10));
    assertEquals(List.of(), board.takeUnsure(10));
  }

  private void watch(UserId user, UserState state) {
    watch(eye, user, true, state);
  }

  private Presence watch(Eye watcher, UserId user, boolean contact, UserState state) {
    board.add(watcher, List.of(user)).toCompletableFuture().join();
    return board
        .found(watcher, List.of(new PresenceStore.Found(state, contact, false)), now)
        .get(0);
  }

  private void hear(UserState state) {
    board.learn(state, now);
    board.tick(now);
  }

  private void advance(long milliseconds) {
    now += milliseconds;
    board.tick(now);
  }

  private UserState online(Lease lease, Platform... platforms) {
    return online(BOB, lease, platforms);
  }

  private UserState online(UserId user, Lease lease, Platform... platforms) {
    List<OnlineSession> sessions = new ArrayList<>();
    for (Platform platform : platforms) {
      DeviceId device = new DeviceId(platform.name());
      sessions.add(new OnlineSession(device, 1, lease, platform, 3));
    }
    return new UserState(user, ++version, sessions, 0, PresenceSettings.DEFAULT);
  }

  private UserState offline() {
    return offline(BOB);
  }

  private UserState offline(UserId user) {
    return new UserState(user, ++version, List.of(), 7, PresenceSettings.DEFAULT);
  }

  private UserState set(UserState state, boolean invisible, Visibility to) {
    PresenceSettings settings = new PresenceSettings("", invisible, to);
    long seen = invisible ? 7 : state.seenMs();
    return new UserState(state.user(), state.version(), state.sessions(), seen, settings);
  }

  /** As of a moment, with how long ago each was refreshed. */
  private static Leases leases(long passedMs, long sinceThereMs, long sinceHereMs) {
    long at = REDIS_MS + passedMs;
    return new Leases(HERE, at, Map.of(HERE, at - sinceHereMs, THERE, at - sinceThereMs), LIFE);
  }

  private static String words(Presence presence) {
    return presence.user() + " " + new TreeSet<>(presence.online()) + " " + presence.lastSeenMs();
  }
}
