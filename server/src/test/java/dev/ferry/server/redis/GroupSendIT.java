package dev.ferry.server.redis;

import static dev.ferry.server.redis.GroupFixture.ADMIN;
import static dev.ferry.server.redis.GroupFixture.MEMBER;
import static dev.ferry.server.redis.GroupFixture.OTHER;
import static dev.ferry.server.redis.GroupFixture.OWNER;
import static dev.ferry.server.redis.GroupFixture.STRANGER;
import static dev.ferry.server.redis.GroupFixture.refusal;
import static dev.ferry.server.redis.GroupFixture.users;
import static dev.ferry.server.redis.RedisFixture.WINDOW;
import static dev.ferry.server.redis.RedisFixture.calls;
import static dev.ferry.server.redis.RedisFixture.done;
import static dev.ferry.server.redis.RedisFixture.of;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.delivery.Topic;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ClientMessageId;
import dev.ferry.server.model.Content;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.GroupAction.Add;
import dev.ferry.server.model.GroupAction.Alter;
import dev.ferry.server.model.GroupAction.Mute;
import dev.ferry.server.model.GroupAction.SetRole;
import dev.ferry.server.model.GroupRole;
import dev.ferry.server.model.GroupSettings;
import dev.ferry.server.model.JoinPolicy;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages into a group: who may speak, what a retry gets, who hears it, and what it costs. */
class GroupSendIT {
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
  void onlyMembersSpeakAndOutsidersLearnNothing() {
    GroupFixture group = GroupFixture.usual(redis.store, JoinPolicy.OPEN);
    assertEquals(3, group.send(MEMBER, "hello").seq());
    RefusedException refused = refusal(redis.log.append(group.message(STRANGER, "hello")));
    GroupFixture unknown = new GroupFixture(redis.store, "unknown");
    RefusedException other = refusal(redis.log.append(unknown.message(STRANGER, "hello")));
    assertEquals(Reason.FORBIDDEN, refused.reason());
    assertEquals(
        refused.getMessage(), String.valueOf(other.getMessage()).replace("unknown", "usual"));
    assertEquals(3, group.standing(MEMBER).headSeq());
  }

  @Test
  void repeatedSendHasItsAckEvenWhenTheSenderWasRemovedSince() {
    GroupFixture group = GroupFixture.usual(redis.store, JoinPolicy.OPEN);
    NewMessage message = group.message(MEMBER, "once");
    Accepted first = done(redis.log.append(message));
    group.remove(OWNER, MEMBER);
    assertEquals(first, done(redis.log.append(message)));
    assertEquals(
        Reason.FORBIDDEN, refusal(redis.log.append(group.message(MEMBER, "more"))).reason());
    assertEquals(4, group.standing(OWNER).headSeq());
  }

  @Test
  void orderOfADeviceAndItsSessionsHoldAsInDirectConversations() {
    GroupFixture group = GroupFixture.usual(redis.store, JoinPolicy.OPEN);
    ClientMessageId first = GroupFixture.freshId();
    ClientMessageId second = GroupFixture.freshId();
    assertEquals(
        Reason.OUT_OF_ORDER, refusal(redis.log.append(message(group, 5, second, first))).reason());
    done(redis.log.append(message(group, 5, first, null)));
    assertEquals(4, done(redis.log.append(message(group, 5, second, first))).seq());
    done(redis.log.append(message(group, 6, GroupFixture.freshId(), null)));
    assertEquals(
        Reason.SESSION_REPLACED,
        refusal(redis.log.append(message(group, 5, GroupFixture.freshId(), null))).reason());
  }

  private static NewMessage message(
      GroupFixture group, long session, ClientMessageId id, @Nullable ClientMessageId after) {
    return new NewMessage(
        group.group,
        MEMBER,
        new DeviceId("tablet"),
        session,
        id,
        after,
        new Content("text", new byte[0], "x"));
  }

  @Test
  void mutedMemberIsToldUntilWhen() {
    GroupFixture group = GroupFixture.usual(redis.store, JoinPolicy.OPEN);
    long until = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();
    group.change(ADMIN, new Mute(MEMBER, until));
    RefusedException refused = refusal(redis.log.append(group.message(MEMBER, "hello")));
    assertEquals(Reason.MUTED, refused.reason());
    assertEquals(String.valueOf(until), refused.value());
    assertTrue(String.valueOf(refused.getMessage()).contains("2100-01-01T00:00:00Z"));
    group.send(OTHER, "I may");
    group.change(ADMIN, new Mute(MEMBER, 0));
    group.send(MEMBER, "again");
    group.change(ADMIN, new Mute(MEMBER, 1000));
    group.send(MEMBER, "that mute is long over");
  }

  @Test
  void muteOutlivesLeavingAndComingBack() {
    GroupFixture group = GroupFixture.usual(redis.store, JoinPolicy.OPEN);
    long until = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();
    group.change(ADMIN, new Mute(MEMBER, until));
    group.remove(OWNER, MEMBER);
    group.add(OWNER, MEMBER);
    assertEquals(Reason.MUTED, refusal(redis.log.append(group.message(MEMBER, "hello"))).reason());
  }

  @Test
  void whoBecomesOwnerIsNoLongerMuted() {
    GroupFixture group = GroupFixture.usual(redis.store, JoinPolicy.OPEN);
    long until = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();
    group.change(ADMIN, new Mute(MEMBER, until));
    group.change(OWNER, new SetRole(MEMBER, GroupRole.OWNER));
    group.send(MEMBER, "mine now");
    assertEquals(0, done(redis.store.groups().info(MEMBER, group.group)).me().mutedUntilMs());
  }

  @Test
  void whenEveryoneIsMutedOnlyStaffSpeaks() {
    GroupFixture group = GroupFixture.usual(redis.store, JoinPolicy.OPEN);
    group.change(ADMIN, new Alter(GroupFixture.everyoneMuted(true)));
    RefusedException refused = refusal(redis.log.append(group.message(MEMBER, "hello")));
    assertEquals(Reason.MUTED, refused.reason());
    assertEquals("", refused.value());
    group.send(ADMIN, "news");
    group.send(OWNER, "news");
    group.change(ADMIN, new Alter(GroupFixture.everyoneMuted(false)));
    group.send(MEMBER, "again");
  }

  @Test
  void slowModeSpacesTheMessagesOfEachMemberAndNotOfStaff() {
    GroupFixture group = GroupFixture.usual(redis.store, JoinPolicy.OPEN);
    group.change(ADMIN, new Alter(GroupFixture.slowMode(3600)));
    NewMessage first = group.message(MEMBER, "first");
    Accepted place = done(redis.log.append(first));
    RefusedException refused = refusal(redis.log.append(group.message(MEMBER, "second")));
    assertEquals(Reason.SLOW_MODE, refused.reason());
    assertTrue(refused.retryAfter().compareTo(Duration.ofHours(1)) <= 0);
    assertTrue(refused.retryAfter().compareTo(Duration.ofMinutes(30)) > 0);
    assertEquals(place, done(redis.log.append(first)), "a repeat is not a second message");
    group.send(OTHER, "each member for itself");
    group.send(ADMIN, "one");
    group.send(ADMIN, "two");
    group.change(ADMIN, new Alter(GroupFixture.slowMode(0)));
    group.send(MEMBER, "second");
    assertEquals(0, done(redis.link.commands().exists(Keys.spoke(group.group))));
  }

  @Test
  void slowModeEndsWhenItsTimeIsOver() {
    GroupFixture group = GroupFixture.usual(redis.store, JoinPolicy.OPEN);
    group.change(ADMIN, new Alter(GroupFixture.slowMode(60)));
    group.send(MEMBER, "first");
    byte[] spoke = Keys.spoke(group.group);
    byte[] field = Keys.bytes(MEMBER.value());
    byte[] stamp = done(redis.link.commands().hget(spoke, field));
    assertNotNull(stamp);
    long minuteAgo = Long.parseLong(Reply.text(stamp)) - 60_000;
    done(redis.link.commands().hset(spoke, field, Keys.bytes(minuteAgo)));
    group.send(MEMBER, "a minute later");
  }

  @Test
  void messageIsHeardOnTheGroupsChannelAndOnNoUsers() {
    GroupFixture group = GroupFixture.usual(redis.store, JoinPolicy.OPEN);
    Heard heard = new Heard();
    try (RedisBus bus = new RedisBus(redis.link, redis.timer)) {
      bus.start(heard, Duration.ofSeconds(10));
      Topic channel = new Topic.OfGroup(group.group);
      done(bus.subscribe(channel));
      done(bus.subscribe(of(MEMBER)));
      done(bus.subscribe(of(OWNER)));
      done(bus.subscribe(of(STRANGER)));
      done(bus.subscribe(of(OTHER)));
      group.send(MEMBER, "one");
      group.change(ADMIN, new Mute(OTHER, 99));
      group.add(OWNER, STRANGER);
      group.remove(OWNER, OTHER);
      group.send(OWNER, "two");
      await().until(() -> heard.seqs(channel).equals(List.of(3L, 4L, 5L, 6L, 7L)));
      await().until(() -> heard.seqs(of(STRANGER)).equals(List.of(5L)));
      assertEquals(List.of(), heard.seqs(of(MEMBER)));
      assertEquals(List.of(), heard.seqs(of(OTHER)));
      assertEquals(List.of(), heard.seqs(of(OWNER)));
    }
  }

  @Test
  void messageCostsTheSameCommandsFrom2To2000Members() {
    GroupFixture small = new GroupFixture(redis.store, "small");
    small.create(GroupSettings.UNCHANGED, MEMBER);
    GroupFixture large = new GroupFixture(redis.store, "large");
    large.create(GroupSettings.UNCHANGED, MEMBER);
    for (int first = 0; first < 1998; first += 200) {
      large.change(OWNER, new Add(users(first, Math.min(first + 199, 1997))));
    }
    assertEquals(2000, done(redis.store.groups().info(OWNER, large.group)).members());
    Map<String, Integer> ofSmall = commandsOfTenMessages(small);
    assertEquals(ofSmall, commandsOfTenMessages(large));
    assertEquals(10, ofSmall.get("spublish"));
    assertEquals(10, ofSmall.get("evalsha"));
    assertEquals(10, ofSmall.get("xadd"));
  }

  /**
   * Windows of accepted ids are given up now and then: the count begins right after that. When a
   * log is shortened depends on its seq.
   */
  private Map<String, Integer> commandsOfTenMessages(GroupFixture group) {
    long sent = group.standing(MEMBER).headSeq();
    for (long n = 0; n < 3 * WINDOW; n++) {
      group.send(MEMBER, "loads the script");
    }
    assertEquals(sent + 3 * WINDOW, group.standing(MEMBER).headSeq());
    done(redis.link.commands().configResetstat());
    for (int n = 0; n < 10; n++) {
      group.send(MEMBER, "text");
    }
    String stats = done(redis.link.commands().info("commandstats"));
    return Pattern.compile("cmdstat_([^:]+):")
        .matcher(stats)
        .results()
        .map((MatchResult match) -> match.group(1))
        .filter(command -> !command.startsWith("config") && !command.equals("info"))
        .filter(command -> !command.equals("xtrim"))
        .collect(Collectors.toMap(command -> command, command -> calls(stats, quoted(command))));
  }

  private static String quoted(String command) {
    return Pattern.quote(command);
  }
}
