package dev.ferry.server.redis;

import static dev.ferry.server.model.Operation.Kind.EDIT;
import static dev.ferry.server.model.Operation.Kind.PIN;
import static dev.ferry.server.model.Operation.Kind.REACT;
import static dev.ferry.server.model.Operation.Kind.RECALL;
import static dev.ferry.server.model.Operation.Kind.UNPIN;
import static dev.ferry.server.model.Operation.Kind.UNREACT;
import static dev.ferry.server.redis.GroupFixture.ADMIN;
import static dev.ferry.server.redis.GroupFixture.MEMBER;
import static dev.ferry.server.redis.GroupFixture.OTHER;
import static dev.ferry.server.redis.GroupFixture.OWNER;
import static dev.ferry.server.redis.GroupFixture.STRANGER;
import static dev.ferry.server.redis.RedisFixture.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.GroupAction;
import dev.ferry.server.model.HistoryPolicy;
import dev.ferry.server.model.JoinPolicy;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.MessageOutcome;
import dev.ferry.server.model.MessageOutcome.Mark;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.References;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations in a group, where roles and memberships decide as well. */
class GroupOperateIT {
  @TempDir private static Path data;
  private static RedisFixture redis;
  private GroupFixture group;
  private OperationFixture talk;

  @BeforeAll
  static void begin() {
    redis = new RedisFixture(data, Durability.DISK, 1000);
  }

  @AfterAll
  static void end() {
    redis.close();
  }

  @BeforeEach
  void anew() {
    done(redis.link.commands().flushall());
    group = GroupFixture.usual(redis.store, JoinPolicy.INVITE);
    talk = new OperationFixture(redis.store, group.group);
  }

  @Test
  void adminsRecallWhatOthersSaidAndMembersDoNot() {
    Accepted ofOwner = talk.say(OWNER, "owner's");
    Accepted ofMember = talk.say(MEMBER, "member's");
    talk.assertRefused(Reason.NOT_YOUR_MESSAGE, OTHER, RECALL, ofMember);
    talk.assertRefused(Reason.NOT_YOUR_MESSAGE, ADMIN, EDIT, ofMember);
    Accepted recall = talk.act(ADMIN, RECALL, ofMember);
    talk.act(ADMIN, RECALL, ofOwner);
    MessageOutcome outcome = talk.outcome(MEMBER, ofMember);
    assertNotNull(outcome);
    assertEquals(new Mark(recall.seq(), recall.timeMs(), ADMIN), outcome.recalled());
  }

  @Test
  void onlyStaffPins() {
    Accepted message = talk.say(MEMBER, "pin me");
    talk.assertRefused(Reason.ROLE_NOT_ALLOWED, MEMBER, PIN, message);
    talk.act(ADMIN, PIN, message);
    talk.assertRefused(Reason.ROLE_NOT_ALLOWED, MEMBER, UNPIN, message);
    talk.act(OWNER, UNPIN, message);
  }

  @Test
  void whoIsNotAMemberDoesNothing() {
    Accepted message = talk.say(MEMBER, "hello");
    talk.assertRefused(Reason.FORBIDDEN, STRANGER, REACT, message);
    group.remove(OWNER, MEMBER);
    talk.assertRefused(Reason.FORBIDDEN, MEMBER, RECALL, message);
    group.change(OWNER, new GroupAction.Dismiss());
    talk.assertRefused(Reason.FORBIDDEN, OWNER, RECALL, message);
  }

  @Test
  void whoIsMutedOnlyTakesBack() {
    Accepted message = talk.say(MEMBER, "hello");
    talk.act(MEMBER, REACT, message, "👍");
    group.change(OWNER, new GroupAction.Mute(MEMBER, 1L << 52));
    talk.assertRefused(Reason.MUTED, MEMBER, EDIT, message);
    talk.assertRefused(Reason.MUTED, MEMBER, REACT, message);
    talk.act(MEMBER, UNREACT, message, "👍");
    talk.act(MEMBER, RECALL, message);
  }

  @Test
  void whatTheActorMayNotReadIsNotThereForIt() {
    Accepted before = talk.say(MEMBER, "before");
    group.add(OWNER, STRANGER);
    Accepted since = talk.say(MEMBER, "since");
    talk.assertRefused(Reason.NO_SUCH_MESSAGE, STRANGER, REACT, before);
    assertEquals(
        Reason.NO_SUCH_MESSAGE,
        GroupFixture.refusal(talk.answering(STRANGER, before.epoch(), before.seq())).reason());
    talk.act(STRANGER, REACT, since, "👍");
    group.change(OWNER, new GroupAction.Alter(GroupFixture.settings(null, HistoryPolicy.ALL)));
    talk.act(STRANGER, REACT, before, "👍");
    done(talk.answering(STRANGER, before.epoch(), before.seq()));
  }

  @Test
  void changesOfTheGroupAreNoMessages() {
    Accepted created = new Accepted(talk.say(OWNER, "x").epoch(), 1, 0);
    talk.assertRefused(Reason.NO_SUCH_MESSAGE, OWNER, RECALL, created);
  }

  @Test
  void whoLeftLearnsNothingLaterButThatAMessageWasRecalled() {
    Accepted message = talk.say(MEMBER, "one");
    Accepted doomed = talk.say(MEMBER, "two");
    talk.act(MEMBER, EDIT, message, "one, edited in time");
    talk.act(OWNER, REACT, message, "👍");
    group.remove(OWNER, OTHER);
    talk.act(MEMBER, EDIT, message, "one, edited later");
    talk.act(OWNER, REACT, message, "🎉");
    talk.act(OWNER, PIN, message);
    talk.act(MEMBER, RECALL, doomed);

    assertEquals("one, edited in time", talk.textOf(OTHER, message));
    MessageOutcome seen = talk.outcome(OTHER, message);
    assertNotNull(seen);
    assertEquals(1, seen.edits());
    assertNull(seen.pinned());
    assertEquals(List.of("👍"), seen.reactions().stream().map(it -> it.emoji()).toList());
    MessageOutcome recalled = talk.outcome(OTHER, doomed);
    assertNotNull(recalled);
    assertEquals(new Mark(0, 0, null), recalled.recalled());
    assertFalse(talk.textOf(OTHER, doomed).contains("two"));
    assertEquals("one, edited later", talk.textOf(MEMBER, message));
  }

  @Test
  void onlyStaffMentionsAll() {
    assertEquals(Reason.ROLE_NOT_ALLOWED, GroupFixture.refusal(mentioning(MEMBER, true)).reason());
    done(mentioning(ADMIN, true));
    assertTrue(group.newest().references().mentionAll());
    done(mentioning(MEMBER, false));
    assertEquals(List.of(OTHER), group.newest().references().mentions());
  }

  private CompletionStage<Accepted> mentioning(UserId sender, boolean all) {
    NewMessage message =
        talk.message(
            sender,
            OperationFixture.text("look"),
            new References(0, 0, all ? List.of() : List.of(OTHER), all),
            null);
    return redis.log.append(message);
  }

  @Test
  void aReactionShowsTheLastTenAndCountsAll() {
    List<UserId> users = GroupFixture.users(1, 15);
    group.add(OWNER, users.toArray(UserId[]::new));
    Accepted message = talk.say(OWNER, "hello");
    users.forEach(user -> talk.act(user, REACT, message, "👍"));
    talk.act(users.get(14), UNREACT, message, "👍");
    MessageOutcome outcome = talk.outcome(users.get(0), message);
    assertNotNull(outcome);
    assertEquals(
        List.of(new MessageOutcome.Reaction("👍", 14, users.subList(5, 14), true)),
        outcome.reactions());
  }

  @Test
  void theGroupHearsOfAnOperationOnItsChannel() {
    Accepted message = talk.say(MEMBER, "hello");
    done(redis.link.commands().configResetstat());
    talk.act(OWNER, REACT, message, "👍");
    String stats = done(redis.link.commands().info("commandstats"));
    assertEquals(1, RedisFixture.calls(stats, "spublish"));
    assertEquals(1, RedisFixture.calls(stats, "xadd"));
    LogEntry entry = group.newest();
    assertNotNull(entry.operation());
  }
}
