package dev.ferry.server.redis;

import static dev.ferry.server.redis.GroupFixture.MEMBER;
import static dev.ferry.server.redis.GroupFixture.OWNER;
import static dev.ferry.server.redis.GroupFixture.STRANGER;
import static dev.ferry.server.redis.GroupFixture.users;
import static dev.ferry.server.redis.RedisFixture.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.model.Durability;
import dev.ferry.server.model.GroupAck;
import dev.ferry.server.model.GroupAction;
import dev.ferry.server.model.GroupAction.Add;
import dev.ferry.server.model.GroupAction.Alter;
import dev.ferry.server.model.GroupAction.AnswerRequest;
import dev.ferry.server.model.GroupAction.Create;
import dev.ferry.server.model.GroupAction.CreateLink;
import dev.ferry.server.model.GroupAction.Join;
import dev.ferry.server.model.GroupAction.RevokeLink;
import dev.ferry.server.model.GroupCommand;
import dev.ferry.server.model.GroupLink;
import dev.ferry.server.model.GroupSettings;
import dev.ferry.server.model.JoinPolicy;
import dev.ferry.server.model.JoinRequest;
import dev.ferry.server.model.LinkToken;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways into a group and their limits: links, requests, a full group, a user's number of groups. */
class GroupDoorIT {
  private static final LinkToken TOKEN = new LinkToken("t".repeat(22));
  private static final int MEMBERS_MAX = 10;
  private static final int GROUPS_PER_USER = 3;

  @TempDir Path data;
  private RedisFixture redis;

  @BeforeEach
  void start() {
    redis =
        new RedisFixture(
            data, Durability.DISK, RedisFixture.limits(1000, MEMBERS_MAX, GROUPS_PER_USER));
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  private GroupFixture group(String name, JoinPolicy policy) {
    GroupFixture group = new GroupFixture(redis.store, name);
    group.create(GroupFixture.settings(policy, null), MEMBER);
    return group;
  }

  private static LinkToken token(int number) {
    return new LinkToken("t".repeat(22) + number);
  }

  @Test
  void linkAdmitsAsManyAsItSays() {
    GroupFixture group = group("links", JoinPolicy.LINK);
    group.change(OWNER, new CreateLink(TOKEN, Duration.ZERO, 2));
    List<UserId> users = users(1, 3);
    group.change(users.get(0), new Join(TOKEN));
    assertEquals(
        List.of(new GroupLink(TOKEN, 0, 1, OWNER)),
        done(redis.store.groups().links(OWNER, group.group)));
    GroupAck again = group.change(users.get(0), new Join(TOKEN));
    assertEquals(3, again.place().seq(), "who is in already uses nothing up");
    group.change(users.get(1), new Join(TOKEN));
    RefusedException refused =
        group.assertRefused(Reason.LINK_INVALID, users.get(2), new Join(TOKEN));
    assertEquals(
        "link (expected: one that is known, not expired and not used up)", refused.getMessage());
    assertEquals(List.of(), done(redis.store.groups().links(OWNER, group.group)));
  }

  @Test
  void lastUseOfALinkIsOneUsersHoweverManyComeAtOnce() {
    GroupFixture group = group("race", JoinPolicy.LINK);
    group.change(OWNER, new CreateLink(TOKEN, Duration.ZERO, 1));
    List<String> outcomes = atOnce(group, users(1, 20), new Join(TOKEN));
    assertEquals(1, outcomes.stream().filter("in"::equals).count());
    assertEquals(19, outcomes.stream().filter("LINK_INVALID"::equals).count());
    assertEquals(3, group.members().size());
  }

  private List<String> atOnce(GroupFixture group, List<UserId> users, GroupAction action) {
    List<CompletableFuture<String>> outcomes = new ArrayList<>();
    for (UserId user : users) {
      outcomes.add(
          group
              .changing(user, action)
              .handle(
                  (ack, failure) ->
                      failure == null
                          ? "in"
                          : ((RefusedException) RefusedException.causeOf(failure)).reason().name())
              .toCompletableFuture());
    }
    return outcomes.stream().map(CompletableFuture::join).toList();
  }

  @Test
  void linkEndsWithItsTimeAndMakesRoomForOthers() {
    GroupFixture group = group("expiry", JoinPolicy.LINK);
    group.change(OWNER, new CreateLink(token(0), Duration.ofHours(1), 0));
    group.change(OWNER, new CreateLink(TOKEN, Duration.ofMillis(1), 0));
    await().until(() -> done(redis.store.groups().links(OWNER, group.group)).size() == 1);
    group.assertRefused(Reason.LINK_INVALID, STRANGER, new Join(TOKEN));
    for (int n = 1; n < 20; n++) {
      group.change(OWNER, new CreateLink(token(n), Duration.ZERO, 0));
    }
    RefusedException refused =
        group.assertRefused(Reason.TOO_MANY, OWNER, new CreateLink(token(20), Duration.ZERO, 0));
    assertEquals("20", refused.value());
    group.change(STRANGER, new Join(token(0)));
  }

  @Test
  void revokedLinkAdmitsNobodyAndToRevokeAnotherIsNothing() {
    GroupFixture group = group("revoked", JoinPolicy.APPROVAL);
    group.change(OWNER, new CreateLink(TOKEN, Duration.ZERO, 0));
    long version = group.change(OWNER, new RevokeLink(TOKEN)).place().seq();
    assertEquals(3, version);
    assertEquals(3, group.change(OWNER, new RevokeLink(token(1))).place().seq());
    group.assertRefused(Reason.LINK_INVALID, STRANGER, new Join(TOKEN));
  }

  @Test
  void tokenIsNowhereInTheLog() {
    GroupFixture group = group("secret", JoinPolicy.LINK);
    group.change(OWNER, new CreateLink(TOKEN, Duration.ZERO, 0));
    group.change(STRANGER, new Join(TOKEN));
    group.change(OWNER, new RevokeLink(TOKEN));
    String log =
        done(redis.link.commands().xrange(Keys.log(group.group), io.lettuce.core.Range.unbounded()))
            .stream()
            .flatMap(entry -> entry.getBody().values().stream())
            .map(Reply::text)
            .reduce("", String::concat);
    assertTrue(log.contains("LINK_REVOKED"));
    assertTrue(!log.contains(TOKEN.value()));
  }

  @Test
  void requestWaitsForAnAnswer() {
    GroupFixture group = group("requests", JoinPolicy.APPROVAL);
    GroupCommand command = group.command(STRANGER, new Join(null));
    GroupAck asked = done(redis.store.groups().change(command));
    assertTrue(asked.pending());
    assertEquals(2, asked.place().seq());
    GroupAck again = group.change(STRANGER, new Join(null));
    assertEquals(asked, again, "asking again is nothing new");
    assertEquals(
        List.of(new JoinRequest(STRANGER, asked.place().timeMs())),
        done(redis.store.groups().requests(OWNER, group.group)));
    GroupAck approved = group.change(OWNER, new AnswerRequest(STRANGER, true));
    assertEquals(3, approved.place().seq());
    assertTrue(group.standing(STRANGER).member());
    assertEquals(List.of(), done(redis.store.groups().requests(OWNER, group.group)));
    assertEquals(asked, done(redis.store.groups().change(command)), "the same for every retry");
    assertTrue(!group.change(STRANGER, new Join(null)).pending());
  }

  @Test
  void declinedRequestCanBeMadeAgain() {
    GroupFixture group = group("declined", JoinPolicy.APPROVAL);
    group.change(STRANGER, new Join(null));
    group.change(OWNER, new AnswerRequest(STRANGER, false));
    assertTrue(!group.standing(STRANGER).member());
    assertTrue(group.change(STRANGER, new Join(null)).pending());
    assertEquals(1, done(redis.store.groups().requests(OWNER, group.group)).size());
  }

  @Test
  void whoIsAddedOtherwiseAsksNoLonger() {
    GroupFixture group = group("added", JoinPolicy.APPROVAL);
    group.change(STRANGER, new Join(null));
    group.add(OWNER, STRANGER);
    assertEquals(List.of(), done(redis.store.groups().requests(OWNER, group.group)));
    assertEquals(3, group.change(OWNER, new AnswerRequest(STRANGER, true)).place().seq());
  }

  @Test
  void hundredCanWait() {
    GroupFixture group = group("queue", JoinPolicy.APPROVAL);
    users(1, 100).forEach(user -> group.change(user, new Join(null)));
    RefusedException refused = group.assertRefused(Reason.TOO_MANY, STRANGER, new Join(null));
    assertEquals("100", refused.value());
    assertTrue(group.change(new UserId("user1"), new Join(null)).pending());
  }

  @Test
  void fullGroupTakesNobodyHoweverManyComeAtOnce() {
    GroupFixture group = group("full", JoinPolicy.OPEN);
    List<String> outcomes = atOnce(group, users(1, 20), new Join(null));
    assertEquals(MEMBERS_MAX - 2, outcomes.stream().filter("in"::equals).count());
    assertEquals(20 - (MEMBERS_MAX - 2), outcomes.stream().filter("GROUP_FULL"::equals).count());
    assertEquals(MEMBERS_MAX, group.members().size());
    assertEquals(MEMBERS_MAX, done(redis.store.groups().info(OWNER, group.group)).members());
    UserId leaver = group.members().get(5).user();
    group.remove(OWNER, leaver);
    RefusedException refused =
        group.assertRefused(Reason.GROUP_FULL, OWNER, new Add(users(30, 31)));
    assertEquals("10", refused.value());
    group.add(OWNER, new UserId("user30"));
  }

  @Test
  void groupIsNotCreatedLargerThanItMayBe() {
    GroupFixture group = new GroupFixture(redis.store, "large");
    group.assertRefused(
        Reason.GROUP_FULL, OWNER, new Create(GroupSettings.UNCHANGED, users(1, MEMBERS_MAX)));
    group.change(OWNER, new Create(GroupSettings.UNCHANGED, users(1, MEMBERS_MAX - 1)));
  }

  @Test
  void userIsInSoManyGroupsAndNoMore() {
    for (int n = 0; n < GROUPS_PER_USER; n++) {
      GroupFixture group = new GroupFixture(redis.store, "mine" + n);
      group.change(STRANGER, new Create(GroupSettings.UNCHANGED, List.of()));
    }
    GroupFixture more = group("more", JoinPolicy.OPEN);
    RefusedException refused =
        more.assertRefused(Reason.TOO_MANY, OWNER, new Add(List.of(STRANGER)));
    assertEquals("stranger", refused.value());
    more.assertRefused(Reason.TOO_MANY, STRANGER, new Join(null));
    new GroupFixture(redis.store, "mine4")
        .assertRefused(Reason.TOO_MANY, STRANGER, new Create(GroupSettings.UNCHANGED, List.of()));
    new GroupFixture(redis.store, "mine0").change(STRANGER, new GroupAction.Dismiss());
    assertTrue(!new GroupFixture(redis.store, "mine0").standing(STRANGER).member());
    await()
        .until(
            () -> done(redis.store.memberships().groupsOf(STRANGER)).size() == GROUPS_PER_USER - 1);
    more.change(STRANGER, new Join(null));
  }

  @Test
  void refusedJoinLeavesTheLinkItsUses() {
    GroupFixture group = group("kept", JoinPolicy.LINK);
    group.change(OWNER, new CreateLink(TOKEN, Duration.ZERO, 5));
    group.change(OWNER, new Add(users(1, MEMBERS_MAX - 2)));
    group.assertRefused(Reason.GROUP_FULL, STRANGER, new Join(TOKEN));
    assertEquals(5, done(redis.store.groups().links(OWNER, group.group)).get(0).usesLeft());
    group.change(OWNER, new Alter(GroupFixture.settings(JoinPolicy.INVITE, null)));
    group.assertRefused(Reason.FORBIDDEN, STRANGER, new Join(TOKEN));
  }
}
