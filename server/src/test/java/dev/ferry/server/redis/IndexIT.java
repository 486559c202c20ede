package dev.ferry.server.redis;

import static dev.ferry.server.redis.GroupFixture.MEMBER;
import static dev.ferry.server.redis.GroupFixture.OWNER;
import static dev.ferry.server.redis.RedisFixture.ALICE;
import static dev.ferry.server.redis.RedisFixture.BOB;
import static dev.ferry.server.redis.RedisFixture.PHONE;
import static dev.ferry.server.redis.RedisFixture.SESSION;
import static dev.ferry.server.redis.RedisFixture.TALK;
import static dev.ferry.server.redis.RedisFixture.calls;
import static dev.ferry.server.redis.RedisFixture.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.device.DeviceSessions;
import dev.ferry.server.message.ConversationList;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.Content;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.GroupAction.Dismiss;
import dev.ferry.server.model.GroupAction.Leave;
import dev.ferry.server.model.GroupSettings;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.HeadsPage;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.Touched;
import dev.ferry.server.model.UserId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's index: the order of touch, what changed since, and the groups that it is in. */
class IndexIT {
  private static final long HOUR = 3_600_000_000L;

  @TempDir Path data;
  private RedisFixture redis;

  @BeforeEach
  void start() {
    redis = new RedisFixture(data, Durability.DISK, 1000);
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  private static UserId friend(int number) {
    return new UserId("friend" + number);
  }

  private static ConversationId talk(int number) {
    return ConversationId.direct(ALICE, friend(number));
  }

  private void write(int number) {
    done(
        redis.log.append(
            new NewMessage(
                talk(number),
                ALICE,
                PHONE,
                SESSION,
                GroupFixture.freshId(),
                null,
                new Content("text", new byte[0], "x"))));
  }

  private Touched touched(long since, long before, int limit) {
    return done(redis.store.index().touched(ALICE, since, before, limit));
  }

  /** As if the conversation had been silent since its last touch for longer than a second. */
  private void silent(int number) {
    done(redis.link.commands().hset(Keys.meta(talk(number)), Keys.bytes("touched"), Keys.bytes(1)));
  }

  @Test
  void conversationsComeInTheOrderOfTheirLastActivityPageByPage() {
    for (int n = 0; n < 10; n++) {
      write(n);
    }
    silent(3);
    write(3);
    List<ConversationId> found = new ArrayList<>();
    long before = Long.MAX_VALUE;
    List<Touched.Entry> page;
    do {
      page = touched(0, before, 4).entries();
      for (Touched.Entry entry : page) {
        found.add(entry.conversation());
        assertTrue(entry.touch() < before);
        before = entry.touch();
      }
    } while (page.size() == 4);
    List<ConversationId> wanted = new ArrayList<>(List.of(talk(3)));
    for (int n = 9; n >= 0; n--) {
      if (n != 3) {
        wanted.add(talk(n));
      }
    }
    assertEquals(wanted, found);
  }

  @Test
  void whatIsTouchedAfterAVersionIsNotBelowIt() {
    write(1);
    long version = touched(0, Long.MAX_VALUE, 1).version();
    write(1);
    write(2);
    assertEquals(List.of(talk(2), talk(1)), conversations(touched(version, Long.MAX_VALUE, 10)));
  }

  @Test
  void versionLeavesOutWhatWasLongBefore() {
    write(1);
    write(2);
    long now = redisMicros();
    touchedAt(now - HOUR, 1);
    long version = touched(0, Long.MAX_VALUE, 1).version();
    assertTrue(version > now - HOUR && version < redisMicros());
    assertEquals(List.of(talk(2)), conversations(touched(version, Long.MAX_VALUE, 10)));
  }

  private long redisMicros() {
    List<byte[]> time = done(redis.link.commands().time());
    return Long.parseLong(Reply.text(time.get(0))) * 1_000_000
        + Long.parseLong(Reply.text(time.get(1)));
  }

  @Test
  void touchNeverGoesBackThoughTheClockDoes() {
    write(1);
    double ahead = redisMicros() + HOUR;
    done(redis.link.commands().zadd(Keys.index(ALICE), ahead, Keys.bytes(talk(1).value())));
    done(
        redis
            .link
            .commands()
            .hset(Keys.meta(talk(1)), Keys.bytes("touched"), Keys.bytes((long) ahead)));
    long version = touched(0, Long.MAX_VALUE, 1).version();
    write(2);
    write(1);
    List<Touched.Entry> entries = touched(version, Long.MAX_VALUE, 10).entries();
    assertEquals(
        List.of(talk(1), talk(2)), entries.stream().map(Touched.Entry::conversation).toList());
    assertEquals((long) ahead + 2, entries.get(0).touch());
    assertEquals((long) ahead + 1, entries.get(1).touch());
  }

  private void touchedAt(long touch, int number) {
    done(redis.link.commands().zadd(Keys.index(ALICE), touch, Keys.bytes(talk(number).value())));
  }

  @Test
  void versionIsOfTheIndexAndNotOfTheClockWhichMayGoBack() {
    write(1);
    long ahead = redisMicros() + HOUR;
    touchedAt(ahead, 1);
    assertEquals(ahead - 2_000_000, touched(0, Long.MAX_VALUE, 1).version());
    long old = redisMicros() - HOUR;
    touchedAt(old, 1);
    long version = touched(0, Long.MAX_VALUE, 1).version();
    assertEquals(old - 2_000_000, version, "the clock that said more may be wrong");
    // What a touch comes to when the clock has gone back by more than that hour.
    touchedAt(old + 1, 2);
    assertEquals(List.of(talk(2), talk(1)), conversations(touched(version, Long.MAX_VALUE, 10)));
  }

  @Test
  void versionThatTheIndexNeverGaveCountsAsNone() {
    write(1);
    write(2);
    Touched whole = touched(0, Long.MAX_VALUE, 10);
    assertEquals(whole, touched(whole.version() + 1, Long.MAX_VALUE, 10));
    assertEquals(whole.version(), touched(whole.version(), Long.MAX_VALUE, 10).since());
    done(redis.link.commands().flushall());
    assertEquals(new Touched(List.of(), 0, 0), touched(whole.version(), Long.MAX_VALUE, 10));
  }

  @Test
  void listThatBeganWithAllEndsWithAllThoughTheIndexGrowsMeanwhile() {
    for (int n = 0; n < 60; n++) {
      write(n);
    }
    long old = redisMicros() - HOUR;
    for (int n = 0; n < 60; n++) {
      touchedAt(old + n, n);
    }
    ConversationList list = new ConversationList(redis.store.index(), redis.store.memberships());
    long since = old + HOUR / 2;
    HeadsPage page = done(list.page(ALICE, since, ""));
    assertEquals(50, page.heads().size());
    write(100);
    Set<ConversationId> found = new HashSet<>();
    while (true) {
      page.heads().forEach(head -> found.add(head.conversation()));
      if (page.next().isEmpty()) {
        break;
      }
      page = done(list.page(ALICE, since, page.next()));
    }
    assertEquals(60, found.size());
  }

  private static List<ConversationId> conversations(Touched touched) {
    return touched.entries().stream().map(Touched.Entry::conversation).toList();
  }

  @Test
  void busyConversationIsTouchedOnceASecond() {
    write(1);
    long first = redisMicros();
    done(redis.link.commands().configResetstat());
    for (int n = 0; n < 20; n++) {
      write(1);
    }
    long seconds = (redisMicros() - first) / 1_000_000 + 1;
    String stats = done(redis.link.commands().info("commandstats"));
    assertTrue(calls(stats, "zadd") <= 2 * seconds, stats);
    assertEquals(20, calls(stats, "xadd"));
    silent(1);
    long before = touched(0, Long.MAX_VALUE, 1).entries().get(0).touch();
    write(1);
    assertTrue(touched(0, Long.MAX_VALUE, 1).entries().get(0).touch() > before);
  }

  @Test
  void bothUsersAreTouched() {
    redis.append(PHONE, 1, "text");
    assertEquals(List.of(TALK), redis.conversationsOf(ALICE));
    assertEquals(List.of(TALK), redis.conversationsOf(BOB));
  }

  @Test
  void groupIsTouchedByTheOwnMembershipAndByNothingElse() {
    GroupFixture group = new GroupFixture(redis.store, "touched");
    group.create(GroupSettings.UNCHANGED, ALICE, MEMBER);
    write(1);
    group.send(MEMBER, "text");
    group.remove(OWNER, MEMBER);
    assertEquals(List.of(talk(1), group.group), redis.conversationsOf(ALICE));
    group.change(ALICE, new Leave());
    assertEquals(List.of(group.group, talk(1)), redis.conversationsOf(ALICE));
    assertEquals(List.of(group.group), redis.conversationsOf(MEMBER));
  }

  @Test
  void groupsOfAUserAreThoseThatItIsIn() {
    GroupFixture one = new GroupFixture(redis.store, "one");
    GroupFixture two = new GroupFixture(redis.store, "two");
    one.create(GroupSettings.UNCHANGED, MEMBER);
    two.create(GroupSettings.UNCHANGED, MEMBER);
    assertEquals(List.of(two.group, one.group), groupsOf(MEMBER));
    two.remove(OWNER, MEMBER);
    assertEquals(List.of(one.group), groupsOf(MEMBER));
    two.add(OWNER, MEMBER);
    assertEquals(2, groupsOf(MEMBER).size());
    assertEquals(List.of(), groupsOf(ALICE));
  }

  private List<ConversationId> groupsOf(UserId user) {
    return done(redis.store.memberships().groupsOf(user));
  }

  @Test
  void headsOfManyComeInTheOrderAskedForInFewCalls() {
    List<ConversationId> asked = new ArrayList<>();
    for (int n = 0; n < 100; n++) {
      write(n);
      asked.add(0, talk(n));
    }
    GroupFixture group = new GroupFixture(redis.store, "one");
    group.create(GroupSettings.UNCHANGED, ALICE);
    asked.add(50, group.group);
    asked.add(20, talk(100));
    done(redis.link.commands().configResetstat());
    List<Head> heads = done(redis.store.index().heads(ALICE, asked));
    // Two for the direct ones, one for the groups.
    assertEquals(3, calls(done(redis.link.commands().info("commandstats")), "evalsha"));
    asked.remove(talk(100));
    assertEquals(asked, heads.stream().map(Head::conversation).toList());
    assertTrue(heads.stream().allMatch(head -> head.seq() == 1 && head.timeMs() > 0));
  }

  @Test
  void sessionOpensWithWhatTheIndexHasAtThatMoment() {
    GroupFixture in = new GroupFixture(redis.store, "in");
    GroupFixture left = new GroupFixture(redis.store, "left");
    in.create(GroupSettings.UNCHANGED, ALICE);
    left.create(GroupSettings.UNCHANGED, ALICE);
    left.remove(OWNER, ALICE);
    write(1);
    write(2);
    redis.open(ALICE, PHONE, 0, 50);
    done(redis.link.commands().configResetstat());
    DeviceSessions.Opened opened = redis.open(ALICE, PHONE, 0, 3);
    assertEquals(1, calls(done(redis.link.commands().info("commandstats")), "evalsha"));
    assertEquals(List.of(in.group), opened.groups());
    assertEquals(touched(0, Long.MAX_VALUE, 3), opened.touched());
    assertEquals(List.of(talk(2), talk(1), left.group), conversations(opened.touched()));
    write(3);
    long last = touched(0, Long.MAX_VALUE, 1).entries().get(0).touch();
    touchedAt(last + HOUR, 4);
    long version = touched(0, Long.MAX_VALUE, 1).version();
    opened = redis.open(ALICE, PHONE, version, 50);
    assertEquals(List.of(talk(4)), conversations(opened.touched()));
  }

  @Test
  void dismissedGroupIsTakenOutByWhoeverAsksOfIt() {
    GroupFixture group = new GroupFixture(redis.store, "dismissed");
    group.create(GroupSettings.UNCHANGED, ALICE);
    write(1);
    group.change(OWNER, new Dismiss());
    assertEquals(List.of(group.group), groupsOf(ALICE));
    assertEquals(List.of(talk(1), group.group), redis.conversationsOf(ALICE));
    assertTrue(!group.standing(ALICE).member());
    await().until(() -> groupsOf(ALICE).isEmpty());
    assertEquals(List.of(group.group, talk(1)), redis.conversationsOf(ALICE));
    double touch = touchOf(ALICE, group.group);
    group.standing(ALICE);
    redis.headsOf(ALICE);
    assertEquals(touch, touchOf(ALICE, group.group), "once is enough");
  }

  private double touchOf(UserId user, ConversationId conversation) {
    return Objects.requireNonNull(
        done(redis.link.commands().zscore(Keys.index(user), Keys.bytes(conversation.value()))));
  }

  @Test
  void laterChangeStaysInWhateverOrderUsersAreTold() {
    NotifyScript notify = new NotifyScript(redis.link);
    ConversationId group = ConversationId.parse("g/order");
    byte[] entry = Keys.bytes("entry");
    done(notify.expelled(ALICE, group, new Accepted(1000, 8, 0)));
    done(notify.admitted(ALICE, group, new Accepted(1000, 5, 0), entry));
    assertEquals(List.of(), groupsOf(ALICE));
    done(notify.admitted(ALICE, group, new Accepted(1000, 9, 0), entry));
    assertEquals(List.of(group), groupsOf(ALICE));
    double touch = touchOf(ALICE, group);
    done(notify.expelled(ALICE, group, new Accepted(1000, 8, 0)));
    done(notify.admitted(ALICE, group, new Accepted(1000, 9, 0), entry));
    assertEquals(List.of(group), groupsOf(ALICE));
    assertEquals(touch, touchOf(ALICE, group), "what is known already touches nothing");
  }

  @Test
  void amendingTakesOutWhatIsThereAndTouchesNothingElse() {
    NotifyScript notify = new NotifyScript(redis.link);
    ConversationId group = ConversationId.parse("g/amended");
    done(notify.amend(ALICE, group, new Accepted(1000, 7, 0)));
    assertEquals(List.of(), redis.conversationsOf(ALICE));
    done(notify.admitted(ALICE, group, new Accepted(1000, 5, 0), Keys.bytes("entry")));
    done(notify.amend(ALICE, group, new Accepted(1000, 4, 0)));
    assertEquals(List.of(group), groupsOf(ALICE));
    done(notify.amend(ALICE, group, new Accepted(1000, 7, 0)));
    assertEquals(List.of(), groupsOf(ALICE));
  }

  @Test
  void groupWhoseLogWasLostAndMadeAnewIsKnownAnew() {
    NotifyScript notify = new NotifyScript(redis.link);
    ConversationId group = ConversationId.parse("g/lost");
    done(notify.expelled(ALICE, group, new Accepted(1_000_000, 5000, 0)));
    done(notify.admitted(ALICE, group, new Accepted(2_000_000, 1, 0), Keys.bytes("entry")));
    assertEquals(List.of(group), groupsOf(ALICE));
  }

  @Test
  void groupsThatWereLeftAreRememberedInABoundedNumber() {
    NotifyScript notify = new NotifyScript(redis.link);
    for (int n = 1; n <= 300; n++) {
      done(notify.expelled(ALICE, ConversationId.parse("g/left" + n), new Accepted(1000, n, 0)));
    }
    done(
        notify.admitted(
            ALICE, ConversationId.parse("g/in"), new Accepted(1, 1, 0), Keys.bytes("entry")));
    assertEquals(201, done(redis.link.commands().zcard(Keys.groups(ALICE))));
    assertEquals(List.of(ConversationId.parse("g/in")), groupsOf(ALICE));
  }
}
