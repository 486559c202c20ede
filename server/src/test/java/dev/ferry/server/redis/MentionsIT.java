package dev.ferry.server.redis;

import static dev.ferry.server.model.Operation.Kind.EDIT;
import static dev.ferry.server.model.Operation.Kind.RECALL;
import static dev.ferry.server.redis.GroupFixture.ADMIN;
import static dev.ferry.server.redis.GroupFixture.MEMBER;
import static dev.ferry.server.redis.GroupFixture.OTHER;
import static dev.ferry.server.redis.GroupFixture.OWNER;
import static dev.ferry.server.redis.GroupFixture.STRANGER;
import static dev.ferry.server.redis.RedisFixture.ALICE;
import static dev.ferry.server.redis.RedisFixture.BOB;
import static dev.ferry.server.redis.RedisFixture.PHONE;
import static dev.ferry.server.redis.RedisFixture.SESSION;
import static dev.ferry.server.redis.RedisFixture.TALK;
import static dev.ferry.server.redis.RedisFixture.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.Content;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.CursorMove;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.GroupAction;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.HistoryPolicy;
import dev.ferry.server.model.JoinPolicy;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.References;
import dev.ferry.server.model.UserId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told of which unread mentions, and for how long these are kept. */
class MentionsIT {
  private static final int KEPT_MAX = 10_000;
  private static final int OF_A_MESSAGE_MAX = 50;

  @TempDir private static Path data;
  private static RedisFixture redis;
  private GroupFixture group;
  private OperationFixture team;
  private OperationFixture talk;

  @BeforeAll
  static void begin() {
    redis = new RedisFixture(data, Durability.MEMORY, 1000);
  }

  @AfterAll
  static void end() {
    redis.close();
  }

  @BeforeEach
  void anew() {
    done(redis.link.commands().flushall());
    group = GroupFixture.usual(redis.store, JoinPolicy.OPEN);
    team = new OperationFixture(redis.store, group.group);
    talk = new OperationFixture(redis.store, TALK);
  }

  private static CompletionStage<Accepted> mentioning(
      OperationFixture where, UserId sender, boolean all, List<UserId> users) {
    References references = new References(0, 0, users, all);
    return redis.log.append(where.message(sender, OperationFixture.text("x"), references, null));
  }

  private static Accepted mention(OperationFixture where, UserId sender, UserId... users) {
    return done(mentioning(where, sender, false, List.of(users)));
  }

  private Accepted mentionAll(UserId sender) {
    return done(mentioning(team, sender, true, List.of()));
  }

  private static List<Long> unread(UserId user, ConversationId conversation) {
    List<Head> heads = done(redis.store.index().heads(user, List.of(conversation)));
    return heads.get(0).progress().mentions();
  }

  private List<Long> inGroup(UserId user) {
    return unread(user, group.group);
  }

  private static Head read(UserId user, ConversationId conversation, Accepted place) {
    CursorMove move = new CursorMove(conversation, place.epoch(), 0, place.seq());
    return done(redis.store.cursors().move(new Mover(user, PHONE, SESSION), move));
  }

  private static List<Long> seqs(Accepted... places) {
    return Stream.of(places).map(Accepted::seq).toList();
  }

  private static long kept(ConversationId conversation) {
    return done(redis.link.commands().zcard(Keys.mentions(conversation)));
  }

  @Test
  void membersAreToldOfThoseThatMentionThemOrAllUntilTheyHaveReadThem() {
    Accepted one = mention(team, OWNER, MEMBER, OTHER);
    Accepted all = mentionAll(ADMIN);
    Accepted both = done(mentioning(team, OWNER, true, List.of(MEMBER)));
    Accepted other = mention(team, MEMBER, OTHER);
    assertEquals(seqs(both), inGroup(ADMIN));
    assertEquals(seqs(one, all, both, other), inGroup(OTHER));
    assertEquals(List.of(), inGroup(MEMBER), "who answers has read");
    assertEquals(seqs(all, both, other), read(OTHER, group.group, one).progress().mentions());
    assertEquals(List.of(), read(OTHER, group.group, other).progress().mentions());
    assertEquals(List.of(), inGroup(OTHER));
  }

  @Test
  void directConversationTellsTheOtherUserOnly() {
    Accepted one = mention(talk, ALICE, BOB, MEMBER);
    mention(talk, ALICE, MEMBER, ALICE);
    assertEquals(seqs(one), unread(BOB, TALK));
    assertEquals(List.of(), unread(ALICE, TALK));
    Accepted back = mention(talk, BOB, ALICE);
    assertEquals(seqs(back), unread(ALICE, TALK));
    assertEquals(List.of(), unread(BOB, TALK));
    assertEquals(List.of(), read(ALICE, TALK, back).progress().mentions());
    assertEquals(2, kept(TALK));
  }

  @Test
  void silentMessagesMentionNobody() {
    Content silent = new Content("text", new byte[0], "x", true);
    References references = new References(0, 0, List.of(BOB), false);
    done(redis.log.append(talk.message(ALICE, silent, references, null)));
    assertEquals(List.of(), unread(BOB, TALK));
    assertEquals(0, kept(TALK));
  }

  @Test
  void recallTakesMentionsAwayAndAnEditDoesNot() {
    Accepted one = mention(team, OWNER, MEMBER, OTHER);
    Accepted two = done(mentioning(team, OWNER, true, List.of(MEMBER)));
    Accepted three = mention(team, OWNER, MEMBER);
    team.act(OWNER, EDIT, three, "nobody");
    team.act(ADMIN, RECALL, two);
    assertEquals(seqs(one, three), inGroup(MEMBER));
    assertEquals(seqs(one), inGroup(OTHER));
    Accepted direct = mention(talk, ALICE, BOB);
    talk.act(ALICE, RECALL, direct);
    assertEquals(List.of(), unread(BOB, TALK));
  }

  @Test
  void repeatedSendMentionsOnce() {
    References references = new References(0, 0, List.of(BOB), false);
    var message = talk.message(ALICE, OperationFixture.text("x"), references, null);
    Accepted first = done(redis.log.append(message));
    talk.act(ALICE, RECALL, first);
    done(redis.log.append(message));
    assertEquals(List.of(), unread(BOB, TALK));
  }

  @Test
  void whoComesInLaterOrHasLeftIsToldOfNone() {
    group.change(OWNER, new GroupAction.Alter(GroupFixture.settings(null, HistoryPolicy.ALL)));
    mentionAll(OWNER);
    mention(team, OWNER, STRANGER);
    group.add(OWNER, STRANGER);
    assertEquals(List.of(), inGroup(STRANGER));
    Accepted one = mention(team, OWNER, STRANGER, OTHER);
    assertEquals(seqs(one), inGroup(STRANGER));
    group.remove(OWNER, STRANGER);
    mentionAll(OWNER);
    assertEquals(List.of(), inGroup(STRANGER));
    group.add(OWNER, STRANGER);
    assertEquals(List.of(), inGroup(STRANGER), "what was before is over");
    group.change(OWNER, new GroupAction.Dismiss());
    assertEquals(List.of(), inGroup(OTHER));
  }

  @Test
  void userWhoseNameBeginsAnotherIsNotTakenForIt() {
    UserId longer = new UserId("other.x");
    group.add(OWNER, longer);
    Accepted one = mention(team, OWNER, longer);
    Accepted two = mention(team, OWNER, OTHER);
    assertEquals(seqs(one), inGroup(longer));
    assertEquals(seqs(two), inGroup(OTHER));
  }

  @Test
  void theNewest100AreTold() {
    long first = group.send(OWNER, "before").seq() + 1;
    List<CompletionStage<Accepted>> sends = new ArrayList<>();
    for (int n = 0; n < 110; n++) {
      sends.add(mentioning(team, OWNER, n % 2 == 0, n % 2 == 0 ? List.of() : List.of(MEMBER)));
    }
    sends.forEach(RedisFixture::done);
    List<Long> expected = LongStream.range(first + 10, first + 110).boxed().toList();
    assertEquals(expected, inGroup(MEMBER));
  }

  private static long memory(byte[] key) {
    return done(redis.link.commands().memoryUsage(key));
  }

  /** Prints what they take, for docs/adr/017-mentions.md. */
  @Test
  void theOldestAreForgottenBeyond10000() {
    Accepted old = mention(team, OWNER, MEMBER);
    Accepted recalled = mention(team, OWNER, MEMBER);
    team.act(OWNER, RECALL, recalled);
    List<UserId> crowd = GroupFixture.users(1, OF_A_MESSAGE_MAX);
    List<CompletionStage<Accepted>> sends = new ArrayList<>();
    for (int n = 0; n < KEPT_MAX / OF_A_MESSAGE_MAX - 1; n++) {
      sends.add(mentioning(team, OWNER, false, crowd));
    }
    sends.forEach(RedisFixture::done);
    assertEquals(seqs(old), inGroup(MEMBER));
    mention(team, OWNER, crowd.toArray(UserId[]::new));
    assertEquals(List.of(), inGroup(MEMBER));
    assertEquals(KEPT_MAX, kept(group.group));
    byte[] mentioning = Keys.mentioning(group.group);
    assertEquals(KEPT_MAX, done(redis.link.commands().llen(mentioning)));
    long bytes = memory(Keys.mentions(group.group)) + memory(mentioning);
    System.out.printf("%d mentions: %d bytes%n", KEPT_MAX, bytes);
  }

  @Test
  void aRestartKeepsThemAndALostLogDoesNot() {
    Accepted one = mention(talk, ALICE, BOB);
    redis.restartRedis();
    await().ignoreExceptions().until(() -> !done(redis.link.commands().ping()).isEmpty());
    Accepted next = talk.say(ALICE, "in a new epoch");
    assertTrue(next.epoch() > one.epoch());
    assertEquals(seqs(one), unread(BOB, TALK));
    done(redis.link.commands().del(Keys.meta(TALK), Keys.log(TALK)));
    talk.say(ALICE, "from the beginning");
    assertEquals(List.of(), unread(BOB, TALK));
    Accepted again = mention(talk, ALICE, BOB);
    assertEquals(2, again.seq());
    assertEquals(seqs(again), unread(BOB, TALK));
  }

  @Test
  void headsWithoutUnreadMentionsCostNoCommandMore() {
    Accepted one = mention(talk, ALICE, BOB);
    read(BOB, TALK, one);
    talk.say(ALICE, "plain");
    done(redis.link.commands().configResetstat());
    assertEquals(List.of(), unread(BOB, TALK));
    talk.say(ALICE, "plain");
    String stats = done(redis.link.commands().info("commandstats"));
    assertEquals(0, RedisFixture.calls(stats, "zrevrangebylex"));
    assertEquals(0, RedisFixture.calls(stats, "zadd"));
    assertEquals(0, RedisFixture.calls(stats, "rpush"));
  }
}
