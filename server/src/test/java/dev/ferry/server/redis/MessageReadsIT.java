package dev.ferry.server.redis;

import static dev.ferry.server.model.Operation.Kind.EDIT;
import static dev.ferry.server.model.Operation.Kind.PIN;
import static dev.ferry.server.model.Operation.Kind.REACT;
import static dev.ferry.server.model.Operation.Kind.RECALL;
import static dev.ferry.server.redis.GroupFixture.MEMBER;
import static dev.ferry.server.redis.GroupFixture.OTHER;
import static dev.ferry.server.redis.GroupFixture.OWNER;
import static dev.ferry.server.redis.GroupFixture.STRANGER;
import static dev.ferry.server.redis.RedisFixture.done;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferry.server.message.MessageReads;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.EditsPage;
import dev.ferry.server.model.JoinPolicy;
import dev.ferry.server.model.MessageOutcome;
import dev.ferry.server.model.MessageOutcome.Mark;
import dev.ferry.server.model.Pinned;
import dev.ferry.server.model.Reacted;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be asked of single messages, and by whom. */
class MessageReadsIT {
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

  private static MessageReads reads() {
    return redis.store.reads();
  }

  private List<String> versions(UserId reader, Accepted message) {
    List<String> texts = new ArrayList<>();
    long from = 0;
    do {
      EditsPage page = done(reads().edits(reader, group.group, message.seq(), from));
      page.versions().forEach(version -> texts.add(version.content().text()));
      from = page.next();
    } while (from != 0);
    return texts;
  }

  @Test
  void whatAMessageSaidIsToldInPages() {
    Accepted message = talk.say(MEMBER, "small");
    String large = "x".repeat(RedisFixture.PAGE_BYTES);
    talk.act(MEMBER, EDIT, message, large);
    talk.act(MEMBER, EDIT, message, "last");
    EditsPage first = done(reads().edits(OTHER, group.group, message.seq(), 0));
    assertEquals(1, first.versions().size());
    assertEquals(message.seq() + 1, first.next());
    assertEquals(List.of("small", large, "last"), versions(OTHER, message));
    talk.act(MEMBER, RECALL, message);
    assertEquals(List.of(), versions(OTHER, message));
  }

  @Test
  void allWhoReactedAreNamed() {
    List<UserId> users = GroupFixture.users(1, 15);
    group.add(OWNER, users.toArray(UserId[]::new));
    Accepted message = talk.say(OWNER, "hello");
    users.forEach(user -> talk.act(user, REACT, message, "👍"));
    talk.act(OWNER, REACT, message, "🎉");
    List<Reacted> all = done(reads().reactions(OTHER, group.group, message.seq()));
    assertEquals(16, all.size());
    assertEquals(
        Set.copyOf(users),
        Set.copyOf(all.stream().filter(it -> it.emoji().equals("👍")).map(Reacted::user).toList()));
  }

  @Test
  void pinsAreListedOldestFirst() {
    Accepted first = talk.say(MEMBER, "first");
    Accepted second = talk.say(MEMBER, "second");
    Accepted pinOfSecond = talk.act(OWNER, PIN, second);
    Accepted pinOfFirst = talk.act(OWNER, PIN, first);
    assertEquals(
        List.of(pinned(second, pinOfSecond), pinned(first, pinOfFirst)),
        done(reads().pins(MEMBER, group.group)));
  }

  @Test
  void nothingIsToldOfAnExpiredMessage() {
    Accepted message = talk.say(MEMBER, "secret", Duration.ofHours(1));
    Accepted other = talk.say(MEMBER, "for good");
    talk.act(OWNER, REACT, message, "👍");
    talk.act(OWNER, PIN, message);
    Accepted pinOfOther = talk.act(OWNER, PIN, other);
    assertEquals(2, done(reads().pins(MEMBER, group.group)).size());
    talk.age(redis.link, Duration.ofHours(1));
    assertEquals(List.of(pinned(other, pinOfOther)), done(reads().pins(MEMBER, group.group)));
    assertEquals(
        Reason.NO_SUCH_MESSAGE,
        GroupFixture.refusal(reads().edits(MEMBER, group.group, message.seq(), 0)).reason());
    assertEquals(
        Reason.NO_SUCH_MESSAGE,
        GroupFixture.refusal(reads().reactions(MEMBER, group.group, message.seq())).reason());
    assertEquals(MessageOutcome.EXPIRED, talk.outcome(OTHER, message));
    talk.assertRefused(Reason.NO_SUCH_MESSAGE, OWNER, RECALL, message);
    assertEquals(
        Reason.NO_SUCH_MESSAGE,
        GroupFixture.refusal(talk.answering(MEMBER, message.epoch(), message.seq())).reason());
  }

  private static Pinned pinned(Accepted message, Accepted pin) {
    return new Pinned(message.seq(), new Mark(pin.seq(), pin.timeMs(), OWNER));
  }

  @Test
  void whoWasAMemberLearnsWhatWasThen() {
    Accepted message = talk.say(MEMBER, "then");
    talk.act(OWNER, REACT, message, "👍");
    group.remove(OWNER, OTHER);
    talk.act(MEMBER, EDIT, message, "later");
    talk.act(OWNER, REACT, message, "🎉");
    talk.act(OWNER, PIN, message);
    Accepted later = talk.say(MEMBER, "later");
    assertEquals(List.of("then"), versions(OTHER, message));
    assertEquals(
        List.of(new Reacted("👍", OWNER)),
        done(reads().reactions(OTHER, group.group, message.seq())));
    assertEquals(List.of(), done(reads().pins(OTHER, group.group)));
    assertEquals(
        Reason.NO_SUCH_MESSAGE,
        GroupFixture.refusal(reads().edits(OTHER, group.group, later.seq(), 0)).reason());
  }

  @Test
  void whoMayNotReadIsRefused() {
    Accepted message = talk.say(MEMBER, "hello");
    ConversationId none = ConversationId.parseGroup("g/none");
    for (ConversationId each : List.of(group.group, none)) {
      assertEquals(Reason.FORBIDDEN, reason(each, message.seq()));
      assertEquals(Reason.FORBIDDEN, GroupFixture.refusal(reads().pins(STRANGER, each)).reason());
    }
    assertEquals(
        Reason.NO_SUCH_MESSAGE,
        GroupFixture.refusal(reads().reactions(MEMBER, group.group, 999)).reason());
  }

  private static Reason reason(ConversationId conversation, long seq) {
    return GroupFixture.refusal(reads().reactions(STRANGER, conversation, seq)).reason();
  }
}
