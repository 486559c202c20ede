package dev.ferry.server.redis;

import static dev.ferry.server.redis.GroupFixture.MEMBER;
import static dev.ferry.server.redis.GroupFixture.OTHER;
import static dev.ferry.server.redis.GroupFixture.OWNER;
import static dev.ferry.server.redis.GroupFixture.STRANGER;
import static dev.ferry.server.redis.GroupFixture.refusal;
import static dev.ferry.server.redis.GroupFixture.users;
import static dev.ferry.server.redis.RedisFixture.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.model.Durability;
import dev.ferry.server.model.GroupAction.Add;
import dev.ferry.server.model.GroupAction.Mute;
import dev.ferry.server.model.GroupAction.Remove;
import dev.ferry.server.model.GroupSettings;
import dev.ferry.server.model.Member;
import dev.ferry.server.model.MembersCursor;
import dev.ferry.server.model.MembersPage;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import io.lettuce.core.RestoreArgs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of a group's members: pages, deltas, and what is too old for a delta. */
class GroupMembersIT {
  private static final int MEMBERS_MAX = 300;

  @TempDir Path data;
  private RedisFixture redis;
  private GroupFixture group;

  @BeforeEach
  void start() {
    redis = new RedisFixture(data, Durability.DISK, RedisFixture.limits(1000, MEMBERS_MAX, 500));
    group = new GroupFixture(redis.store, "members");
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  private MembersPage page(MembersCursor after, int limit) {
    return done(redis.store.groups().members(OWNER, group.group, after, limit));
  }

  /** A device's copy of the list, kept as a client does. */
  private final class Copy {
    final Map<String, Member> members = new TreeMap<>();
    MembersCursor cursor = MembersCursor.START;
    int restarts;

    /** One page; says whether it was the last. */
    boolean turn(int limit) {
      MembersPage page = page(cursor, limit);
      assertTrue(page.members().size() <= limit);
      if (page.restarted()) {
        restarts++;
        members.clear();
      }
      for (Member member : page.members()) {
        if (member.left()) {
          members.remove(member.user().value());
        } else {
          members.put(member.user().value(), member);
        }
      }
      cursor = page.next();
      return page.complete();
    }

    void turnAll(int limit) {
      for (int turns = 0; !turn(limit); turns++) {
        assertTrue(turns < 1000, "the walk does not end");
      }
    }
  }

  private static TreeSet<String> names(List<UserId> users) {
    TreeSet<String> names = new TreeSet<>();
    users.forEach(user -> names.add(user.value()));
    names.add(OWNER.value());
    return names;
  }

  @Test
  void pagesOfManyWithTheSameSeqMissNobodyAndRepeatNobody() {
    group.create(GroupSettings.UNCHANGED);
    group.change(OWNER, new Add(users(1, 200)));
    for (int limit : List.of(1, 7, 200, 500)) {
      List<String> found = new ArrayList<>();
      MembersCursor cursor = MembersCursor.START;
      MembersPage page;
      do {
        page = page(cursor, limit);
        page.members().forEach(member -> found.add(member.user().value()));
        cursor = page.next();
      } while (!page.complete());
      assertEquals(201, found.size());
      assertEquals(names(users(1, 200)), new TreeSet<>(found));
      assertEquals(OWNER.value(), found.get(0));
    }
  }

  @Test
  void deltaHasWhatChangedSinceAndNothingElse() {
    group.create(GroupSettings.UNCHANGED, users(1, 5).toArray(UserId[]::new));
    Copy copy = new Copy();
    copy.turnAll(2);
    MembersCursor before = copy.cursor;
    MembersPage nothing = page(before, 10);
    assertEquals(List.of(), nothing.members());
    assertTrue(nothing.complete());
    group.remove(OWNER, new UserId("user2"));
    long muted = group.change(OWNER, new Mute(new UserId("user3"), 99)).place().seq();
    group.add(OWNER, MEMBER);
    group.remove(OWNER, MEMBER);
    MembersPage delta = page(before, 10);
    assertEquals(
        List.of("user2 left", "user3", "member left"),
        delta.members().stream().map(each -> each.user() + (each.left() ? " left" : "")).toList());
    assertEquals(muted, delta.members().get(1).changedSeq());
    assertEquals(99, delta.members().get(1).mutedUntilMs());
    assertTrue(delta.complete() && !delta.restarted());
    assertEquals(List.of(), page(delta.next(), 10).members());
  }

  @Test
  void listConvergesWhateverChangesWhileItIsPaged() {
    group.create(GroupSettings.UNCHANGED);
    group.change(OWNER, new Add(users(1, 100)));
    Copy copy = new Copy();
    int changed = 0;
    while (!copy.turn(9)) {
      if (changed < 50) {
        changed += 5;
        group.change(OWNER, new Remove(users(changed - 4, changed - 2)));
        group.change(OWNER, new Add(users(100 + changed, 100 + changed)));
        group.change(OWNER, new Add(users(changed - 4, changed - 4)));
      }
    }
    assertEquals(new TreeSet<>(group.names()), new TreeSet<>(copy.members.keySet()));
    assertEquals(0, copy.restarts);
    copy.members.values().forEach(each -> assertTrue(group.members().contains(each)));
  }

  @Test
  void formerMembersAreBoundedAndAStaleDeltaStartsAgain() {
    group.create(GroupSettings.UNCHANGED);
    Copy stale = new Copy();
    stale.turnAll(100);
    for (int first = 1; first < 600; first += 100) {
      group.change(OWNER, new Add(users(first, first + 99)));
      group.change(OWNER, new Remove(users(first, first + 99)));
    }
    Copy recent = new Copy();
    recent.turnAll(100);
    group.add(OWNER, MEMBER);
    assertEquals(MEMBERS_MAX + 2L, done(redis.link.commands().hlen(Keys.roster(group.group))));
    assertEquals((long) MEMBERS_MAX, done(redis.link.commands().zcard(Keys.former(group.group))));
    assertEquals(MEMBERS_MAX + 2L, done(redis.link.commands().zcard(Keys.changes(group.group))));
    stale.turnAll(100);
    recent.turnAll(100);
    assertEquals(1, stale.restarts);
    assertEquals(0, recent.restarts);
    assertEquals(List.of("member", "owner"), List.copyOf(stale.members.keySet()));
    assertEquals(List.of("member", "owner"), List.copyOf(recent.members.keySet()));
    assertEquals(0, group.standing(new UserId("user1")).epoch(), "the first is forgotten");
    assertTrue(group.standing(new UserId("user600")).epoch() > 0);
  }

  @Test
  void wholeListIsPagedToItsEndThoughItsBeginIsOlderThanWhatIsForgotten() {
    group.create(GroupSettings.UNCHANGED, users(1, 20).toArray(UserId[]::new));
    for (int first = 100; first < 800; first += 100) {
      group.change(OWNER, new Add(users(first, first + 99)));
      group.change(OWNER, new Remove(users(first, first + 99)));
    }
    Copy copy = new Copy();
    copy.turnAll(5);
    assertEquals(names(users(1, 20)), new TreeSet<>(copy.members.keySet()));
    assertEquals(0, copy.restarts);
  }

  @Test
  void cursorFromALogThatWasRolledBackStartsAgain() {
    long epoch = group.create(GroupSettings.UNCHANGED, MEMBER).place().epoch();
    for (long since : List.of(1L, 90L)) {
      MembersPage page = page(new MembersCursor(epoch, 90, "owner", since), 10);
      assertTrue(page.restarted() && page.complete());
      assertEquals(2, page.members().size());
    }
  }

  @Test
  void cursorStartsAgainThoughTheLogHasGrownSinceItWasRolledBack() {
    redis.close();
    redis = new RedisFixture(data.resolve("memory"), Durability.MEMORY, 1000);
    group = new GroupFixture(redis.store, "members");
    group.create(GroupSettings.UNCHANGED, OTHER);
    List<byte[]> rolledBack =
        List.of(
            Keys.log(group.group),
            Keys.meta(group.group),
            Keys.roster(group.group),
            Keys.changes(group.group));
    List<byte[]> dumps =
        rolledBack.stream().map(key -> done(redis.link.commands().dump(key))).toList();
    group.add(OWNER, MEMBER);
    Copy copy = new Copy();
    copy.turnAll(10);
    for (int i = 0; i < dumps.size(); i++) {
      RestoreArgs replacing = RestoreArgs.Builder.ttl(0).replace();
      done(redis.link.commands().restore(rolledBack.get(i), dumps.get(i), replacing));
    }
    redis.restartRedis();
    await().ignoreExceptions().until(() -> done(redis.link.commands().ping()).equals("PONG"));
    group.add(OWNER, STRANGER);
    group.send(OTHER, "text");
    copy.turnAll(10);
    assertEquals(1, copy.restarts);
    assertEquals(List.of("other", "owner", "stranger"), List.copyOf(copy.members.keySet()));
    copy.turnAll(10);
    assertEquals(1, copy.restarts);
  }

  @Test
  void cursorOfAGroupThatWasLostStartsAgainInTheOneMadeAnew() {
    group.create(GroupSettings.UNCHANGED, MEMBER);
    Copy copy = new Copy();
    copy.turnAll(10);
    done(redis.link.commands().flushall());
    group.create(GroupSettings.UNCHANGED, OTHER);
    group.add(OWNER, STRANGER);
    copy.turnAll(10);
    assertEquals(1, copy.restarts);
    assertEquals(List.of("other", "owner", "stranger"), List.copyOf(copy.members.keySet()));
  }

  @Test
  void membersAreForMembers() {
    group.create(GroupSettings.UNCHANGED, MEMBER);
    group.remove(OWNER, MEMBER);
    GroupFixture unknown = new GroupFixture(redis.store, "unknown");
    Stream.of(group.group, unknown.group)
        .forEach(
            each ->
                assertEquals(
                    Reason.FORBIDDEN,
                    refusal(redis.store.groups().members(MEMBER, each, MembersCursor.START, 10))
                        .reason()));
  }
}
