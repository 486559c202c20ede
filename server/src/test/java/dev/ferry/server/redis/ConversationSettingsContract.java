package dev.ferry.server.redis;

import static dev.ferry.server.redis.RedisFixture.ALICE;
import static dev.ferry.server.redis.RedisFixture.PHONE;
import static dev.ferry.server.redis.RedisFixture.TALK;
import static dev.ferry.server.redis.RedisFixture.done;
import static dev.ferry.server.redis.RedisFixture.failure;
import static dev.ferry.server.redis.RedisFixture.of;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.message.SettingsStore;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.ConversationSettings;
import dev.ferry.server.model.Hint;
import dev.ferry.server.model.LogPlace;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.PreferenceChange;
import dev.ferry.server.model.Preferences;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.SettingsPage;
import dev.ferry.server.model.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The scripts under {@code lua/settings}, on any Redis. */
abstract class ConversationSettingsContract {
  private static final int PER_USER = 6;
  private static final int GONE_MAX = 2;
  private static final int SEEDS = 150;
  private static final AtomicLong USERS = new AtomicLong();

  private SettingsStore store;
  private UserId user = ALICE;

  abstract RedisLink link();

  abstract ScheduledExecutorService timer();

  @BeforeEach
  void another() {
    user = new UserId("user" + USERS.incrementAndGet());
    store = new RedisConversationSettings(link(), PER_USER, GONE_MAX);
  }

  private static Preferences remark(String remark) {
    return new Preferences(null, null, null, null, remark, null);
  }

  private static Preferences pinned(boolean pinned) {
    return new Preferences(null, pinned, null, null, null, null);
  }

  private Mover by() {
    return new Mover(user, PHONE, 5);
  }

  private ConversationSettings change(ConversationId conversation, Preferences wanted) {
    return done(store.change(by(), List.of(new PreferenceChange(conversation, wanted)))).get(0);
  }

  private static ConversationId talk(int number) {
    return ConversationId.parse("g/talk" + number);
  }

  private SettingsPage since(long version) {
    return done(store.since(user, version));
  }

  @Test
  void everyFieldIsKeptAndTakenAway() {
    LogPlace place = new LogPlace(1L << 53, 9);
    Preferences all = new Preferences(1L << 53, true, place, place, "höchst", "draft\0");
    assertEquals(all, change(TALK, all).preferences());
    assertEquals(
        List.of(all), since(0).settings().stream().map(each -> each.preferences()).toList());
    Preferences none = new Preferences(0L, false, LogPlace.NONE, LogPlace.NONE, "", "");
    assertEquals(Preferences.NONE, change(TALK, none).preferences());
    assertEquals(Preferences.NONE, since(0).settings().get(0).preferences());
  }

  @Test
  void theLastOneWinsFieldByField() {
    change(TALK, remark("one"));
    change(TALK, pinned(true));
    ConversationSettings last = change(TALK, remark("two"));
    assertEquals(new Preferences(null, true, null, null, "two", null), last.preferences());
  }

  @Test
  void aChangeThatFindsAllAsItWantsItHasNoVersionAndIsNotTold() {
    Heard heard = new Heard();
    try (RedisBus bus = new RedisBus(link(), timer())) {
      bus.start(heard, Duration.ofSeconds(10));
      await().until(bus::isConnected);
      done(bus.subscribe(of(user)));
      ConversationSettings first = change(TALK, pinned(true));
      ConversationSettings again = change(TALK, pinned(true));
      assertEquals(first.version(), again.version());
      assertEquals(again.version(), again.previous());
      ConversationSettings last = change(TALK, pinned(false));
      assertEquals(first.version(), last.previous());
      assertTrue(last.version() > first.version());
      await().until(() -> heard.hints(of(user)).size() == 2);
      assertEquals(
          List.of(
              new Hint.SettingsChanged(PHONE, 5, first), new Hint.SettingsChanged(PHONE, 5, last)),
          heard.hints(of(user)));
    }
  }

  @Test
  void oneTooManyIsRefusedAndNothingIsChanged() {
    for (int i = 0; i < PER_USER; i++) {
      change(talk(i), pinned(true));
    }
    List<PreferenceChange> changes =
        List.of(
            new PreferenceChange(talk(0), remark("one")),
            new PreferenceChange(talk(PER_USER), pinned(true)));
    RefusedException refused = (RefusedException) failure(store.change(by(), changes));
    assertEquals(Reason.TOO_MANY, refused.reason());
    assertEquals("" + PER_USER, refused.value());
    assertEquals(pinned(true), change(talk(0), pinned(true)).preferences());
    change(talk(1), pinned(false));
    change(talk(PER_USER), pinned(true));
  }

  @Test
  void whoKnowsThoseOfAnotherLifeIsToldOfAll() {
    change(talk(1), pinned(true));
    long version = change(talk(2), pinned(true)).version();
    assertFalse(since(version).restarted());
    done(link().commands().del(Keys.settings(user)));
    done(link().commands().del(Keys.settingsVersions(user)));
    done(link().commands().del(Keys.settingsGone(user)));
    assertTrue(since(version).restarted());
    ConversationSettings anew = change(talk(3), pinned(true));
    assertTrue(anew.version() > version);
    SettingsPage page = since(version);
    assertTrue(page.restarted());
    assertEquals(1, page.settings().size());
  }

  private ConversationSettings delete(long epoch, long seq) {
    return change(TALK, Preferences.deleted(new LogPlace(epoch, seq)));
  }

  private ConversationSettings clear(long epoch, long seq) {
    return change(TALK, Preferences.cleared(new LogPlace(epoch, seq)));
  }

  private List<Preferences> all() {
    return since(0).settings().stream().map(ConversationSettings::preferences).toList();
  }

  @Test
  void aDeletedMessageHasARecordOfItsOwnAndIsTold() {
    Heard heard = new Heard();
    try (RedisBus bus = new RedisBus(link(), timer())) {
      bus.start(heard, Duration.ofSeconds(10));
      await().until(bus::isConnected);
      done(bus.subscribe(of(user)));
      ConversationSettings first = delete(7, 3);
      assertEquals(Preferences.deleted(new LogPlace(7, 3)), first.preferences());
      ConversationSettings pin = change(TALK, pinned(true));
      assertEquals(first.version(), pin.previous());
      ConversationSettings again = delete(7, 3);
      assertEquals(first.version(), again.version());
      assertEquals(first.version(), again.previous());
      assertEquals(List.of(first.preferences(), pinned(true)), all());
      await().until(() -> heard.hints(of(user)).size() == 2);
      assertEquals(
          List.of(
              new Hint.SettingsChanged(PHONE, 5, first), new Hint.SettingsChanged(PHONE, 5, pin)),
          heard.hints(of(user)));
    }
  }

  @Test
  void clearingNeverGoesBackAndTakesAwayWhatItReaches() {
    delete(7, 3);
    delete(7, 12);
    delete(6, 400);
    delete(8, 1);
    change(ConversationId.parse("d/alice/bobby"), Preferences.deleted(new LogPlace(7, 3)));
    ConversationSettings cleared = clear(7, 10);
    assertEquals(cleared.version(), clear(7, 9).version());
    assertEquals(cleared.version(), clear(6, 99).version());
    assertEquals(
        List.of(
            Preferences.deleted(new LogPlace(7, 12)),
            Preferences.deleted(new LogPlace(8, 1)),
            Preferences.deleted(new LogPlace(7, 3)),
            Preferences.cleared(new LogPlace(7, 10))),
        all());
    ConversationSettings idle = delete(7, 10);
    assertEquals(0, idle.version());
    assertEquals(0, idle.previous());
    assertEquals(Preferences.deleted(new LogPlace(7, 10)), idle.preferences());
    assertEquals(4, all().size());
    assertTrue(delete(7, 11).version() > cleared.version());
    clear(9, 1);
    assertEquals(
        List.of(Preferences.deleted(new LogPlace(7, 3)), Preferences.cleared(new LogPlace(9, 1))),
        all());
    assertEquals(
        new Preferences(null, true, null, null, null, null, new LogPlace(9, 1), null),
        change(TALK, pinned(true)).preferences());
  }

  @Test
  void deletedMessagesCountToTheLimitAndClearingMakesRoom() {
    for (int seq = 1; seq <= PER_USER; seq++) {
      delete(7, seq);
    }
    RefusedException refused =
        (RefusedException)
            failure(
                store.change(
                    by(),
                    List.of(new PreferenceChange(TALK, Preferences.deleted(new LogPlace(7, 99))))));
    assertEquals(Reason.TOO_MANY, refused.reason());
    assertEquals(PER_USER, all().size());
    clear(7, PER_USER - 1);
    delete(7, 99);
    assertEquals(3, all().size());
    for (int i = 0; i < PER_USER - 3; i++) {
      change(talk(i), pinned(true));
    }
    assertEquals(
        Reason.TOO_MANY,
        ((RefusedException)
                failure(store.change(by(), List.of(new PreferenceChange(talk(9), pinned(true))))))
            .reason());
  }

  @Test
  void inOneFrameWhatIsClearedFirstNeedsNoRecords() {
    List<ConversationSettings> now =
        done(
            store.change(
                by(),
                List.of(
                    new PreferenceChange(TALK, Preferences.deleted(new LogPlace(7, 1))),
                    new PreferenceChange(TALK, Preferences.cleared(new LogPlace(7, 2))),
                    new PreferenceChange(TALK, Preferences.deleted(new LogPlace(7, 2))))));
    assertEquals(0, now.get(2).version());
    assertEquals(now.get(0).version(), now.get(1).previous());
    assertEquals(List.of(Preferences.cleared(new LogPlace(7, 2))), all());
  }

  /** What a device knows by asking since its version is what the server has. */
  @Test
  void afterAnyChangesWhoAsksSinceItsVersionKnowsWhatThereIs() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      another();
      Random random = new Random(seed);
      Map<ConversationId, Preferences> truth = new HashMap<>();
      Map<ConversationId, Preferences> known = new HashMap<>();
      long version = 0;
      for (int step = 0; step < 25; step++) {
        if (random.nextInt(4) == 0) {
          version = ask(known, version);
          assertEquals(truth, known, "seed " + seed);
        } else {
          ConversationId talk = talk(random.nextInt(PER_USER));
          Preferences wanted =
              random.nextBoolean()
                  ? pinned(random.nextBoolean())
                  : remark(random.nextBoolean() ? "" : "r" + random.nextInt(2));
          Preferences now = change(talk, wanted).preferences();
          truth.put(talk, now);
          truth.remove(talk, Preferences.NONE);
        }
      }
      ask(known, version);
      assertEquals(truth, known, "seed " + seed);
    }
  }

  private long ask(Map<ConversationId, Preferences> known, long since) {
    long version = since;
    boolean more = true;
    while (more) {
      SettingsPage page = since(version);
      if (page.restarted()) {
        known.clear();
      }
      List<Long> versions = new ArrayList<>();
      for (ConversationSettings each : page.settings()) {
        versions.add(each.version());
        known.put(each.conversation(), each.preferences());
        known.remove(each.conversation(), Preferences.NONE);
      }
      assertEquals(versions.stream().sorted().toList(), versions);
      version = page.version();
      more = page.more();
    }
    return version;
  }
}
