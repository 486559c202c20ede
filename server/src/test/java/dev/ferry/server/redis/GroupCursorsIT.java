package dev.ferry.server.redis;

import static dev.ferry.server.redis.GroupFixture.ADMIN;
import static dev.ferry.server.redis.GroupFixture.MEMBER;
import static dev.ferry.server.redis.GroupFixture.OTHER;
import static dev.ferry.server.redis.GroupFixture.OWNER;
import static dev.ferry.server.redis.GroupFixture.STRANGER;
import static dev.ferry.server.redis.GroupFixture.refusal;
import static dev.ferry.server.redis.GroupFixture.users;
import static dev.ferry.server.redis.RedisFixture.PHONE;
import static dev.ferry.server.redis.RedisFixture.SESSION;
import static dev.ferry.server.redis.RedisFixture.done;
import static dev.ferry.server.redis.RedisFixture.of;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.delivery.Topic;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.Cursor;
import dev.ferry.server.model.CursorMove;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.GroupAction.Add;
import dev.ferry.server.model.GroupAction.Dismiss;
import dev.ferry.server.model.GroupAction.Mute;
import dev.ferry.server.model.GroupSettings;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.Hint;
import dev.ferry.server.model.HistoryPolicy;
import dev.ferry.server.model.JoinPolicy;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.Receipts;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import io.lettuce.core.ScriptOutputType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cursors of groups: who may move one, who is told, who has read what, and what they cost. */
class GroupCursorsIT {
  private static final int MEMBERS = 2000;

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

  private GroupFixture usual() {
    return GroupFixture.usual(redis.store, JoinPolicy.OPEN);
  }

  private CompletionStage<Head> moving(UserId user, CursorMove move) {
    return redis.store.cursors().move(new Mover(user, PHONE, SESSION), move);
  }

  private Cursor move(GroupFixture group, UserId user, Accepted delivered, Accepted read) {
    CursorMove move = new CursorMove(group.group, read.epoch(), delivered.seq(), read.seq());
    return done(moving(user, move)).progress().own();
  }

  private Receipts receipts(GroupFixture group, UserId asker, Accepted place) {
    return done(redis.store.cursors().receipts(asker, group.group, place.seq()));
  }

  @Test
  void nothingIsUnreadForWhoComesIn() {
    GroupFixture group = usual();
    group.send(OWNER, "before");
    group.add(OWNER, STRANGER);
    assertEquals(new Cursor(4, 4, 1), group.standing(STRANGER).progress().own());
    group.send(OWNER, "after");
    assertEquals(2, group.standing(STRANGER).progress().count());
    assertEquals(new Cursor(4, 4, 1), group.standing(STRANGER).progress().own());
  }

  @Test
  void changesOfAGroupDoNotCountAndSendingReads() {
    GroupFixture group = usual();
    Accepted sent = group.send(MEMBER, "text");
    group.add(OWNER, STRANGER);
    assertEquals(1, group.standing(MEMBER).progress().count());
    assertEquals(new Cursor(sent.seq(), sent.seq(), 1), group.standing(MEMBER).progress().own());
    assertEquals(new Cursor(1, 1, 0), group.standing(OTHER).progress().own());
  }

  @Test
  void cursorOutlivesChangesOfItsMember() {
    GroupFixture group = usual();
    Accepted sent = group.send(OWNER, "text");
    Cursor moved = move(group, MEMBER, sent, sent);
    group.change(ADMIN, new Mute(MEMBER, 99));
    assertEquals(moved, group.standing(MEMBER).progress().own());
  }

  @Test
  void onlyMembersMoveACursorOrSeeReceipts() {
    GroupFixture group = usual();
    Accepted sent = group.send(OWNER, "text");
    group.remove(OWNER, OTHER);
    CursorMove move = new CursorMove(group.group, sent.epoch(), sent.seq(), sent.seq());
    for (UserId user : List.of(STRANGER, OTHER)) {
      assertEquals(Reason.FORBIDDEN, refusal(moving(user, move)).reason());
      assertEquals(
          Reason.FORBIDDEN,
          refusal(redis.store.cursors().receipts(user, group.group, sent.seq())).reason());
    }
    group.change(OWNER, new Dismiss());
    assertEquals(Reason.FORBIDDEN, refusal(moving(MEMBER, move)).reason());
  }

  @Test
  void receiptsOfASeqThatTheAskerMayNotReadAreRefusedWithTheRange() {
    GroupFixture group = usual();
    group.add(OWNER, STRANGER);
    for (long seq : new long[] {2, 4}) {
      RefusedException refused =
          refusal(redis.store.cursors().receipts(STRANGER, group.group, seq));
      assertEquals(Reason.INVALID_ARGUMENT, refused.reason());
      assertEquals(String.valueOf(seq), refused.value());
      assertTrue(String.valueOf(refused.getMessage()).contains("3 to 3"));
    }
  }

  @Test
  void receiptsAreOfThoseWhoWereThereWhenTheMessageCame() {
    GroupFixture group = new GroupFixture(redis.store, "all");
    group.create(GroupFixture.settings(JoinPolicy.OPEN, HistoryPolicy.ALL), MEMBER, OTHER);
    Accepted sent = group.send(OWNER, "text");
    group.add(OWNER, STRANGER);
    group.remove(OWNER, OTHER);
    move(group, MEMBER, sent, new Accepted(sent.epoch(), 0, 0));
    assertEquals(
        new Receipts(group.group, sent.epoch(), 2, 2, List.of(OWNER), List.of(MEMBER)),
        receipts(group, STRANGER, sent));
    move(group, MEMBER, sent, sent);
    assertEquals(2, receipts(group, OWNER, sent).read().size());
    assertEquals(List.of(), receipts(group, OWNER, sent).delivered());
  }

  @Test
  void devicesOfTheUserHearOfItsCursorAndTheGroupOfReceiptsAtMostOnceASecond() {
    GroupFixture group = usual();
    Accepted first = group.send(OWNER, "text");
    for (int n = 0; n < 49; n++) {
      group.send(OWNER, "text");
    }
    Heard heard = new Heard();
    try (RedisBus bus = new RedisBus(redis.link, redis.timer)) {
      bus.start(heard, Duration.ofSeconds(10));
      Topic channel = new Topic.OfGroup(group.group);
      done(bus.subscribe(channel));
      done(bus.subscribe(of(MEMBER)));
      done(bus.subscribe(of(OTHER)));
      long begin = System.nanoTime();
      for (int n = 0; n < 50; n++) {
        Accepted read = new Accepted(first.epoch(), first.seq() + n, 0);
        move(group, n % 2 == 0 ? MEMBER : OTHER, read, read);
      }
      await().until(() -> !told(group).endsWith(" 1"));
      long most = 2 + Duration.ofNanos(System.nanoTime() - begin).toSeconds();
      await().until(() -> heard.hints(of(MEMBER)).size() == 25);
      await().until(() -> heard.hints(of(OTHER)).size() == 25);
      List<Hint> events = heard.hints(channel);
      assertTrue(events.size() >= 2, "the first change and the last: " + events);
      assertTrue(events.size() <= most, events.size() + " events (expected: <= " + most + ")");
      assertEquals(new Hint.ReceiptsChanged(group.group, first.epoch()), events.get(0));
    }
  }

  private String told(GroupFixture group) {
    byte[] told = done(redis.link.commands().hget(Keys.meta(group.group), Keys.bytes("told")));
    return told == null ? "" : Reply.text(told);
  }

  @Test
  void readListOf2000MembersIsExact() {
    GroupFixture group = large();
    Random random = new Random(7);
    Accepted first = group.send(OWNER, "0");
    Accepted last = first;
    for (int n = 1; n < 10; n++) {
      last = group.send(OWNER, String.valueOf(n));
    }
    Map<UserId, long[]> model = new HashMap<>();
    for (int round = 0; round < 2; round++) {
      for (UserId user : users(0, MEMBERS - 2)) {
        long read = first.seq() - 1 + random.nextInt(11);
        long delivered = read + random.nextInt((int) (last.seq() - read) + 1);
        CursorMove move = new CursorMove(group.group, first.epoch(), delivered, read);
        done(moving(user, move));
        long[] known = model.computeIfAbsent(user, key -> new long[2]);
        known[0] = Math.max(known[0], delivered);
        known[1] = Math.max(known[1], read);
      }
    }
    for (long seq = first.seq(); seq <= last.seq(); seq++) {
      long asked = seq;
      Receipts receipts = receipts(group, OWNER, new Accepted(first.epoch(), seq, 0));
      TreeSet<UserId> read = new TreeSet<>(users(0, MEMBERS - 2));
      read.removeIf(user -> known(model, user)[1] < asked);
      TreeSet<UserId> delivered = new TreeSet<>(users(0, MEMBERS - 2));
      delivered.removeIf(user -> read.contains(user) || known(model, user)[0] < asked);
      read.add(OWNER);
      assertEquals(MEMBERS, receipts.members());
      assertEquals(read, new TreeSet<>(receipts.read()));
      assertEquals(read.size(), receipts.read().size());
      assertEquals(delivered, new TreeSet<>(receipts.delivered()));
    }
  }

  private static long[] known(Map<UserId, long[]> model, UserId user) {
    return model.getOrDefault(user, new long[2]);
  }

  /**
   * In a log of a million entries, of which some are not counted; prints what it measures, for
   * docs/adr/011-cursors.md.
   */
  @Test
  void cursorsCostAtMost16BytesAMember() {
    GroupFixture group = large();
    byte[] meta = Keys.meta(group.group);
    done(redis.link.commands().hset(meta, Keys.bytes("seq"), Keys.bytes(1_000_000)));
    done(redis.link.commands().hset(meta, Keys.bytes("count"), Keys.bytes(990_000)));
    Accepted read = group.send(OWNER, "read");
    Accepted delivered = group.send(OWNER, "delivered");
    for (UserId user : users(0, MEMBERS - 2)) {
      move(group, user, delivered, read);
    }
    byte[] roster = Keys.roster(group.group);
    byte[] bare = Keys.roster(new GroupFixture(redis.store, "bare").group);
    done(redis.link.commands().hgetall(roster))
        .forEach(
            (user, line) -> {
              String text = Reply.text(line);
              String without = text.substring(0, text.lastIndexOf(' '));
              done(redis.link.commands().hset(bare, user, Keys.bytes(without)));
            });
    double bytes = (double) (memory(roster) - memory(bare)) / MEMBERS;
    System.out.printf("a cursor of %d members: %.1f bytes each%n", MEMBERS, bytes);
    assertTrue(bytes <= 16, bytes + " bytes a member");
  }

  private long memory(byte[] key) {
    String script = "return redis.call('MEMORY', 'USAGE', KEYS[1], 'SAMPLES', 0)";
    Long bytes = done(redis.link.commands().<Long>eval(script, ScriptOutputType.INTEGER, key));
    return bytes;
  }

  private GroupFixture large() {
    GroupFixture group = new GroupFixture(redis.store, "large");
    group.create(GroupSettings.UNCHANGED);
    for (int first = 0; first < MEMBERS - 1; first += 200) {
      group.change(OWNER, new Add(users(first, Math.min(first + 199, MEMBERS - 2))));
    }
    return group;
  }
}
