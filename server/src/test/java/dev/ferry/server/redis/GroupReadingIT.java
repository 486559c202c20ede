package dev.ferry.server.redis;

import static dev.ferry.server.redis.GroupFixture.MEMBER;
import static dev.ferry.server.redis.GroupFixture.OTHER;
import static dev.ferry.server.redis.GroupFixture.OWNER;
import static dev.ferry.server.redis.GroupFixture.STRANGER;
import static dev.ferry.server.redis.GroupFixture.refusal;
import static dev.ferry.server.redis.GroupFixture.seqs;
import static dev.ferry.server.redis.RedisFixture.PAGE_BYTES;
import static dev.ferry.server.redis.RedisFixture.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.Cursor;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.GroupAction.Alter;
import dev.ferry.server.model.GroupAction.Dismiss;
import dev.ferry.server.model.GroupAction.Join;
import dev.ferry.server.model.GroupAction.Leave;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.HistoryPolicy;
import dev.ferry.server.model.JoinPolicy;
import dev.ferry.server.model.LogPage;
import dev.ferry.server.model.Progress;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.Standing;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one may read of a group: pages by stretches, heads and standings. */
class GroupReadingIT {
  private static final int KEPT = 200;

  @TempDir Path data;
  private RedisFixture redis;
  private GroupFixture group;

  @BeforeEach
  void start() {
    redis = new RedisFixture(data, Durability.DISK, KEPT);
    group = new GroupFixture(redis.store, "read");
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  /**
   * MEMBER is in during 1–4 and 8–11, and from 14 on: created at 1, removed by 4, added by 8,
   * leaves with 11, joins with 14; the head is 16.
   */
  private void threeStretches() {
    group.create(GroupFixture.settings(JoinPolicy.OPEN, null), MEMBER, OTHER);
    send(2);
    group.remove(OWNER, MEMBER);
    send(3);
    group.add(OWNER, MEMBER);
    send(2);
    group.change(MEMBER, new Leave());
    send(2);
    group.change(MEMBER, new Join(null));
    send(2);
    assertEquals(16, group.standing(OWNER).logSeq());
  }

  private void send(int count) {
    for (int n = 0; n < count; n++) {
      group.send(OTHER, "text");
    }
  }

  private static List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  @Test
  void memberReadsEachStretchWithTheEntriesThatBeginAndEndIt() {
    threeStretches();
    assertEquals(List.of(1L, 2L, 3L, 4L, 8L, 9L, 10L, 11L, 14L, 15L, 16L), group.readable(MEMBER));
    assertEquals(range(1, 16), group.readable(OTHER));
  }

  @Test
  void pageEndsWithItsStretchAndOneFromAHoleBeginsBehindIt() {
    threeStretches();
    assertPage(group.page(MEMBER, 2), 1, range(2, 4), 16);
    for (long from = 5; from <= 8; from++) {
      assertPage(group.page(MEMBER, from), 8, range(8, 11), 16);
    }
    assertPage(group.page(MEMBER, 10), 8, range(10, 11), 16);
    assertPage(group.page(MEMBER, 12), 14, range(14, 16), 16);
    assertPage(group.page(MEMBER, 17), 14, List.of(), 16);
    assertPage(group.page(MEMBER, -1), 14, List.of(), 16); // the largest that the wire can say
    assertPage(group.page(MEMBER, 0), 14, range(14, 16), 16);
    LogPage two = done(redis.log.page(MEMBER, group.group, 0, 2));
    assertPage(two, 14, range(15, 16), 16);
  }

  private static void assertPage(LogPage page, long first, List<Long> seqs, long head) {
    assertEquals(seqs, seqs(page));
    assertEquals(first, page.firstSeq());
    assertEquals(head, page.headSeq());
  }

  @Test
  void formerMembersHeadIsTheEntryThatEndedTheMembership() {
    threeStretches();
    group.remove(OWNER, MEMBER);
    send(5);
    assertPage(group.page(MEMBER, 15), 14, range(15, 17), 17);
    assertPage(group.page(MEMBER, 0), 14, range(14, 17), 17);
    assertPage(group.page(MEMBER, 18), 14, List.of(), 17);
    Standing standing = group.standing(MEMBER);
    assertEquals(17, standing.headSeq());
    assertEquals(22, standing.logSeq());
    assertEquals(17, standing.version());
    assertTrue(!standing.member());
    assertEquals(0, standing.fromSeq());
  }

  @Test
  void historyForAllIsForMembersAndSoLongAsItIsSet() {
    threeStretches();
    group.change(OWNER, new Alter(GroupFixture.settings(null, HistoryPolicy.ALL)));
    assertEquals(range(1, 17), group.readable(MEMBER));
    assertPage(group.page(MEMBER, 0), 1, range(1, 17), 17);
    group.add(OWNER, STRANGER);
    assertEquals(range(1, 18), group.readable(STRANGER));
    group.remove(OWNER, STRANGER);
    send(2);
    assertEquals(range(18, 19), group.readable(STRANGER));
    group.change(OWNER, new Alter(GroupFixture.settings(null, HistoryPolicy.FROM_JOIN)));
    assertEquals(List.of(1L, 2L, 3L, 4L, 8L, 9L), group.readable(MEMBER).subList(0, 6));
  }

  @Test
  void last64StretchesAreKept() {
    group.create(GroupFixture.settings(JoinPolicy.OPEN, null), MEMBER);
    for (int n = 0; n < 65; n++) {
      group.remove(OWNER, MEMBER);
      group.send(OWNER, "between");
      group.add(OWNER, MEMBER);
    }
    // In from 1 on, out at 2, in at 4, out at 5, ... in at 196: 66 stretches, the first two lost.
    List<Long> wanted = LongStream.rangeClosed(7, 196).filter(seq -> seq % 3 != 0).boxed().toList();
    assertEquals(wanted, group.readable(MEMBER));
  }

  @Test
  void trimmedStretchBeginsWhereTheLogBegins() {
    group.create(GroupFixture.settings(JoinPolicy.OPEN, null), MEMBER, STRANGER);
    group.remove(OWNER, STRANGER);
    send(KEPT + 300, "text");
    LogPage page = group.page(MEMBER, 1);
    assertTrue(page.firstSeq() > 1 && page.firstSeq() <= 303, "first: " + page.firstSeq());
    assertEquals(page.firstSeq(), seqs(page).get(0));
    assertPage(group.page(STRANGER, 1), 3, List.of(), 2);
    assertPage(group.page(STRANGER, 0), 3, List.of(), 2);
    group.add(OWNER, STRANGER);
    long head = group.standing(STRANGER).headSeq();
    assertPage(group.page(STRANGER, 1), head, List.of(head), head);
  }

  private void send(int count, String text) {
    for (int n = 0; n < count; n++) {
      group.send(OWNER, text);
    }
  }

  @Test
  void pageOfAGroupIsBoundedInBytes() {
    group.create(GroupFixture.settings(JoinPolicy.OPEN, null), MEMBER);
    send(3, "x".repeat(PAGE_BYTES * 3 / 4));
    assertEquals(List.of(2L), seqs(group.page(MEMBER, 2)));
    assertEquals(List.of(4L), seqs(group.page(MEMBER, 0)));
  }

  @Test
  void whoNeverWasInAGroupReadsOfItWhatThereIsOfAnUnknownOne() {
    group.create(GroupFixture.settings(JoinPolicy.OPEN, HistoryPolicy.ALL), MEMBER);
    GroupFixture unknown = new GroupFixture(redis.store, "unknown");
    for (GroupFixture each : List.of(group, unknown)) {
      assertEquals(Reason.FORBIDDEN, refusal(redis.log.page(STRANGER, each.group, 1, 10)).reason());
      assertEquals(new Standing(each.group, false, 0, 0, 0, 0, 0, 0), each.standing(STRANGER));
    }
  }

  /** Of who has come to a seq where so many count, in a log where so many do. */
  private static Progress progress(long count, long seq, long countThere) {
    return new Progress(count, new Cursor(seq, seq, countThere), Cursor.NONE);
  }

  @Test
  void standingOfAMemberGoesWithTheLog() {
    group.create(GroupFixture.settings(JoinPolicy.OPEN, null), MEMBER);
    Accepted added = group.add(OWNER, STRANGER).place();
    Accepted last = group.send(OWNER, "text");
    assertEquals(
        new Standing(
            group.group, true, 2, added.epoch(), 3, last.timeMs(), 3, 2, progress(1, 2, 0)),
        group.standing(STRANGER));
  }

  @Test
  void dismissedGroupHasNoMembersAndItsEndIsTheirHead() {
    group.create(GroupFixture.settings(JoinPolicy.OPEN, null), MEMBER, STRANGER);
    group.remove(OWNER, STRANGER);
    Accepted end = group.change(OWNER, new Dismiss()).place();
    assertEquals(
        new Standing(group.group, false, 0, end.epoch(), 3, end.timeMs(), 3, 3),
        group.standing(MEMBER));
    assertEquals(2, group.standing(STRANGER).headSeq());
    assertEquals(range(1, 3), group.readable(MEMBER));
    assertEquals(range(1, 2), group.readable(STRANGER));
  }

  @Test
  void headsOfGroupsAndDirectConversationsComeInTheOrderAskedFor() {
    group.create(GroupFixture.settings(JoinPolicy.OPEN, null), RedisFixture.ALICE);
    Accepted direct = redis.append(RedisFixture.PHONE, 1, "text");
    Accepted gone = group.remove(OWNER, RedisFixture.ALICE).place();
    GroupFixture unknown = new GroupFixture(redis.store, "unknown");
    assertEquals(
        List.of(
            new Head(group.group, gone.epoch(), gone.seq(), gone.timeMs(), true),
            new Head(
                RedisFixture.TALK, direct.epoch(), 1, direct.timeMs(), false, progress(1, 1, 1))),
        done(
            redis
                .store
                .index()
                .heads(
                    RedisFixture.ALICE, List.of(unknown.group, group.group, RedisFixture.TALK))));
  }
}
