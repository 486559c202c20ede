package dev.ferry.server.redis;

import static dev.ferry.server.redis.GroupFixture.ADMIN;
import static dev.ferry.server.redis.GroupFixture.MEMBER;
import static dev.ferry.server.redis.GroupFixture.OTHER;
import static dev.ferry.server.redis.GroupFixture.OWNER;
import static dev.ferry.server.redis.GroupFixture.STRANGER;
import static dev.ferry.server.redis.GroupFixture.refusal;
import static dev.ferry.server.redis.RedisFixture.PHONE;
import static dev.ferry.server.redis.RedisFixture.SESSION;
import static dev.ferry.server.redis.RedisFixture.WINDOW;
import static dev.ferry.server.redis.RedisFixture.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.GroupAck;
import dev.ferry.server.model.GroupAction;
import dev.ferry.server.model.GroupAction.Add;
import dev.ferry.server.model.GroupAction.Alter;
import dev.ferry.server.model.GroupAction.AnswerRequest;
import dev.ferry.server.model.GroupAction.Create;
import dev.ferry.server.model.GroupAction.CreateLink;
import dev.ferry.server.model.GroupAction.Dismiss;
import dev.ferry.server.model.GroupAction.Join;
import dev.ferry.server.model.GroupAction.Leave;
import dev.ferry.server.model.GroupAction.Mute;
import dev.ferry.server.model.GroupAction.Remove;
import dev.ferry.server.model.GroupAction.RevokeLink;
import dev.ferry.server.model.GroupAction.SetRole;
import dev.ferry.server.model.GroupChange;
import dev.ferry.server.model.GroupChange.Kind;
import dev.ferry.server.model.GroupCommand;
import dev.ferry.server.model.GroupInfo;
import dev.ferry.server.model.GroupRole;
import dev.ferry.server.model.GroupSettings;
import dev.ferry.server.model.HistoryPolicy;
import dev.ferry.server.model.JoinPolicy;
import dev.ferry.server.model.LinkToken;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What changes do to a group and its log, and what their retries get. */
class GroupChangeIT {
  private static final LinkToken TOKEN = new LinkToken("t".repeat(22));
  private static final UserId ASKER = new UserId("asker");

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

  @Test
  void everyChangeIsAnEntryThatTellsOfIt() {
    GroupFixture group = new GroupFixture(redis.store, "told");
    GroupSettings settings = GroupFixture.settings(JoinPolicy.APPROVAL, null);
    long until = 4_102_444_800_000L;
    group.create(settings, ADMIN, MEMBER);
    told(group, OWNER, settings(Kind.CREATED, settings, OWNER, ADMIN, MEMBER));
    group.add(OWNER, OTHER, MEMBER);
    told(group, OWNER, change(Kind.ADDED, OTHER));
    group.change(ASKER, new Join(null));
    told(group, ASKER, change(Kind.REQUESTED, ASKER));
    group.change(OWNER, new AnswerRequest(ASKER, false));
    told(group, OWNER, change(Kind.DECLINED, ASKER));
    group.change(ASKER, new Join(null));
    group.change(OWNER, new AnswerRequest(ASKER, true));
    told(group, OWNER, change(Kind.ADDED, ASKER));
    group.change(ASKER, new Leave());
    told(group, ASKER, change(Kind.LEFT, ASKER));
    group.change(OWNER, new CreateLink(TOKEN, Duration.ZERO, 1));
    told(group, OWNER, change(Kind.LINK_CREATED));
    group.change(STRANGER, new Join(TOKEN));
    told(group, STRANGER, change(Kind.JOINED, STRANGER));
    group.remove(OWNER, STRANGER, ASKER);
    told(group, OWNER, change(Kind.REMOVED, STRANGER));
    group.change(OWNER, new Mute(MEMBER, until));
    told(group, OWNER, change(Kind.MEMBER_MUTED, null, until, MEMBER));
    group.change(OWNER, new SetRole(ADMIN, GroupRole.ADMIN));
    told(group, OWNER, change(Kind.ROLE_SET, GroupRole.ADMIN, 0, ADMIN));
    group.change(OWNER, new Alter(GroupFixture.slowMode(9)));
    told(group, OWNER, settings(Kind.SETTINGS, GroupFixture.slowMode(9)));
    group.change(OWNER, new Dismiss());
    told(group, OWNER, change(Kind.DISMISSED));
  }

  private static void told(GroupFixture group, UserId actor, GroupChange change) {
    LogEntry entry = group.newest();
    assertEquals(change, entry.change());
    assertEquals(actor, entry.sender());
    assertEquals(group.standing(OWNER).version(), entry.place().seq());
    assertEquals("ferry.group", entry.content().type());
    assertTrue(entry.content().text().startsWith(actor.value()), entry.content().text());
  }

  private static GroupChange change(Kind kind, UserId... users) {
    return GroupChange.of(kind, List.of(users));
  }

  private static GroupChange change(Kind kind, @Nullable GroupRole role, long until, UserId user) {
    return new GroupChange(kind, List.of(user), role, until, GroupSettings.UNCHANGED);
  }

  private static GroupChange settings(Kind kind, GroupSettings settings, UserId... users) {
    return new GroupChange(kind, List.of(users), null, 0, settings);
  }

  @Test
  void repeatedChangeHasTheFirstOnesAckAndOneEntry() {
    GroupFixture group = GroupFixture.usual(redis.store, JoinPolicy.APPROVAL);
    group.change(ASKER, new Join(null));
    group.change(OWNER, new CreateLink(TOKEN, Duration.ZERO, 0));
    Map<GroupAction, UserId> changes =
        Stream.<Map.Entry<GroupAction, UserId>>of(
                Map.entry(new Add(List.of(new UserId("fresh"))), OWNER),
                Map.entry(new Remove(List.of(OTHER)), OWNER),
                Map.entry(new Join(null), STRANGER),
                Map.entry(new Leave(), MEMBER),
                Map.entry(new SetRole(ADMIN, GroupRole.MEMBER), OWNER),
                Map.entry(new Mute(ADMIN, 99), OWNER),
                Map.entry(new Alter(GroupFixture.slowMode(7)), OWNER),
                Map.entry(new AnswerRequest(ASKER, true), OWNER),
                Map.entry(new CreateLink(new LinkToken("n".repeat(22)), Duration.ZERO, 0), OWNER),
                Map.entry(new RevokeLink(TOKEN), OWNER),
                Map.entry(new Dismiss(), OWNER))
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    Map.Entry::getValue,
                    (one, other) -> one,
                    LinkedHashMap::new));
    changes.forEach(
        (action, actor) -> {
          long before = group.standing(OWNER).logSeq();
          GroupCommand command = group.command(actor, action);
          GroupAck first = done(redis.store.groups().change(command));
          assertEquals(before + 1, first.place().seq(), action.toString());
          assertEquals(first, done(redis.store.groups().change(command)), action.toString());
          assertEquals(before + 1, group.standing(OWNER).logSeq(), action.toString());
        });
  }

  @Test
  void repeatedCreateHasTheFirstOnesAckAndAnotherOneIsRefused() {
    GroupFixture group = new GroupFixture(redis.store, "created");
    GroupAction create = new Create(GroupSettings.UNCHANGED, List.of(MEMBER));
    GroupCommand command = group.command(OWNER, create);
    GroupAck first = done(redis.store.groups().change(command));
    assertEquals(1, first.place().seq());
    assertEquals(first, done(redis.store.groups().change(command)));
    group.assertRefused(Reason.ALREADY_EXISTS, OWNER, create);
    group.assertRefused(Reason.ALREADY_EXISTS, STRANGER, create);
  }

  @Test
  void changeThatChangesNothingIsNoEntryAndStaysNothingWhenRepeated() {
    GroupFixture group = GroupFixture.usual(redis.store, JoinPolicy.OPEN);
    GroupCommand add = group.command(OWNER, new Add(List.of(MEMBER)));
    GroupAck nothing = done(redis.store.groups().change(add));
    assertEquals(2, nothing.place().seq());
    assertEquals(group.newest().place(), nothing.place());
    group.remove(OWNER, MEMBER);
    assertEquals(nothing, done(redis.store.groups().change(add)));
    assertEquals(3, group.standing(OWNER).version());
    assertTrue(!group.standing(MEMBER).member());
  }

  @Test
  void changeThatChangedNothingIsKnownForAWindowHoweverOldTheVersion() {
    GroupFixture group = GroupFixture.usual(redis.store, JoinPolicy.OPEN);
    for (int n = 0; n < WINDOW; n++) {
      group.send(OWNER, "far beyond the version");
    }
    GroupCommand add = group.command(OWNER, new Add(List.of(MEMBER)));
    GroupAck nothing = done(redis.store.groups().change(add));
    for (int n = 1; n < WINDOW; n++) {
      group.send(OWNER, "text");
    }
    group.remove(ADMIN, MEMBER);
    assertEquals(nothing, done(redis.store.groups().change(add)));
    assertTrue(!group.standing(MEMBER).member());
  }

  @Test
  void changesThatChangedNothingAreForgottenInTheOrderTheyCame() {
    GroupFixture group = GroupFixture.usual(redis.store, JoinPolicy.OPEN);
    List<GroupCommand> adds =
        Stream.generate(() -> group.command(OWNER, new Add(List.of(MEMBER))))
            .limit(3 * WINDOW + 1)
            .toList();
    adds.forEach(add -> done(redis.store.groups().change(add)));
    group.remove(ADMIN, MEMBER);
    for (GroupCommand add : adds.subList(2 * WINDOW + 1, adds.size())) {
      done(redis.store.groups().change(add));
      assertTrue(!group.standing(MEMBER).member());
    }
  }

  @Test
  void changeThatChangesNothingHasATimeThoughTheVersionsEntryIsTrimmed() {
    GroupFixture group = GroupFixture.usual(redis.store, JoinPolicy.OPEN);
    Accepted newest = group.send(MEMBER, "text");
    done(redis.link.commands().xtrim(Keys.log(group.group), 1));
    Accepted nothing = group.add(OWNER, MEMBER).place();
    assertEquals(new Accepted(newest.epoch(), 2, newest.timeMs()), nothing);
  }

  @Test
  void abandonedSessionChangesNothing() {
    GroupFixture group = GroupFixture.usual(redis.store, JoinPolicy.OPEN);
    done(redis.store.groups().change(ofSession(group, SESSION + 1, MEMBER)));
    assertEquals(
        Reason.SESSION_REPLACED,
        refusal(redis.store.groups().change(ofSession(group, SESSION, OTHER))).reason());
    assertTrue(group.standing(OTHER).member());
  }

  private static GroupCommand ofSession(GroupFixture group, long session, UserId removed) {
    return new GroupCommand(
        group.group, OWNER, PHONE, session, GroupFixture.freshId(), new Remove(List.of(removed)));
  }

  @Test
  void handedOverGroupHasOneOwnerAndTheFormerOneIsAdmin() {
    GroupFixture group = GroupFixture.usual(redis.store, JoinPolicy.OPEN);
    long seq = group.change(OWNER, new SetRole(MEMBER, GroupRole.OWNER)).place().seq();
    Map<String, GroupRole> roles =
        group.members().stream()
            .collect(Collectors.toMap(each -> each.user().value(), each -> each.role()));
    assertEquals(
        Map.of(
            "owner", GroupRole.ADMIN,
            "admin", GroupRole.ADMIN,
            "member", GroupRole.OWNER,
            "other", GroupRole.MEMBER),
        roles);
    assertEquals(
        List.of("admin", "member", "other", "owner"), group.names().stream().sorted().toList());
    assertEquals(2, group.members().stream().filter(each -> each.changedSeq() == seq).count());
    group.change(OWNER, new Leave());
  }

  @Test
  void infoHasAllSettingsAndAttributesAreSetAndTakenOut() {
    GroupFixture group = new GroupFixture(redis.store, "info");
    group.create(GroupSettings.UNCHANGED, MEMBER);
    GroupInfo fresh = done(redis.store.groups().info(MEMBER, group.group));
    assertEquals(
        new GroupSettings(
            "", "", "", JoinPolicy.INVITE, HistoryPolicy.FROM_JOIN, false, 0, Map.of()),
        fresh.settings());
    assertEquals(2, fresh.members());
    assertEquals(1, fresh.me().joinedSeq());
    GroupSettings all =
        new GroupSettings(
            "name ✓",
            "avatar",
            "news",
            JoinPolicy.LINK,
            HistoryPolicy.ALL,
            true,
            60,
            Map.of("a", "1", "b", "2"));
    group.change(OWNER, new Alter(all));
    assertEquals(all, done(redis.store.groups().info(MEMBER, group.group)).settings());
    group.change(OWNER, new Alter(attributes(Map.of("a", "", "c", "3"))));
    assertEquals(
        Map.of("b", "2", "c", "3"),
        done(redis.store.groups().info(MEMBER, group.group)).settings().attributes());
    long version = group.standing(OWNER).version();
    group.change(OWNER, new Alter(attributes(Map.of("a", "", "c", "3"))));
    assertEquals(version, group.standing(OWNER).version());
  }

  @Test
  void attributesAreCountedAfterTheChange() {
    GroupFixture group = new GroupFixture(redis.store, "attributes");
    group.create(attributes(numbered(0, GroupSettings.ATTRIBUTES_MAX)));
    group.assertRefused(Reason.TOO_MANY, OWNER, new Alter(attributes(Map.of("one", "more"))));
    group.change(OWNER, new Alter(attributes(Map.of("one", "more", "key0", ""))));
    group.change(OWNER, new Alter(attributes(Map.of("one", "other"))));
    assertEquals(
        GroupSettings.ATTRIBUTES_MAX,
        done(redis.store.groups().info(OWNER, group.group)).settings().attributes().size());
  }

  private static Map<String, String> numbered(int from, int to) {
    return IntStream.range(from, to)
        .boxed()
        .collect(Collectors.toMap(n -> "key" + n, n -> "value" + n));
  }

  private static GroupSettings attributes(Map<String, String> attributes) {
    return new GroupSettings(null, null, null, null, null, null, null, attributes);
  }

  @Test
  void restartOfAMemoryRedisGivesGroupsANewEpochToo() {
    redis.close();
    redis = new RedisFixture(data.resolve("memory"), Durability.MEMORY, 1000);
    GroupFixture group = GroupFixture.usual(redis.store, JoinPolicy.OPEN);
    long epoch = group.send(MEMBER, "before").epoch();
    redis.restartRedis();
    await().ignoreExceptions().until(() -> done(redis.link.commands().ping()).equals("PONG"));
    Accepted change = group.remove(OWNER, MEMBER).place();
    assertTrue(change.epoch() > epoch);
    assertEquals(4, change.seq());
    Accepted message = group.send(OTHER, "after");
    assertEquals(change.epoch(), message.epoch());
    assertEquals(5, message.seq());
    redis.restartRedis();
    await().ignoreExceptions().until(() -> done(redis.link.commands().ping()).equals("PONG"));
    assertTrue(group.send(OTHER, "after another one").epoch() > change.epoch());
  }

  @Test
  void createdGroupTellsItsMembersRoles() {
    GroupFixture group = new GroupFixture(redis.store, "roles");
    group.create(GroupSettings.UNCHANGED, MEMBER, OWNER, MEMBER);
    assertNotNull(group.newest().change());
    assertEquals(List.of("member", "owner"), group.names());
    assertEquals(GroupRole.OWNER, group.members().get(1).role());
  }
}
