package dev.ferry.server.redis;

import static dev.ferry.server.redis.RedisFixture.PHONE;
import static dev.ferry.server.redis.RedisFixture.SESSION;
import static dev.ferry.server.redis.RedisFixture.done;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.Content;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.LogPage;
import dev.ferry.server.model.MessageOutcome;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.Operation;
import dev.ferry.server.model.References;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One conversation in which users write messages and do something to them. */
final class OperationFixture {
  /** KEYS: log, outcomes; ARGV[1]: ms. Writes each entry anew with an earlier time. */
  private static final String AGE =
      """
      local entries = redis.call('XRANGE', KEYS[1], '-', '+')
      redis.call('DEL', KEYS[1])
      for _, entry in ipairs(entries) do
        entry[2][2] = string.format('%.0f', entry[2][2] - ARGV[1])
        redis.call('XADD', KEYS[1], entry[1], unpack(entry[2]))
      end
      local outcomes = redis.call('HGETALL', KEYS[2])
      for i = 1, #outcomes, 2 do
        local outcome = cmsgpack.unpack(outcomes[i + 1])
        if outcome.p and outcome.p[4] then
          outcome.p[4] = outcome.p[4] - ARGV[1]
        end
        redis.call('HSET', KEYS[2], outcomes[i], cmsgpack.pack(outcome))
      end
      return {}
      """;

  final RedisStore store;
  final ConversationId conversation;

  OperationFixture(RedisStore store, ConversationId conversation) {
    this.store = store;
    this.conversation = conversation;
  }

  static Content text(String text) {
    return new Content("text", new byte[0], text);
  }

  NewMessage message(UserId sender, Content content, References refs, @Nullable Operation op) {
    return new NewMessage(
        conversation, sender, PHONE, SESSION, GroupFixture.freshId(), null, content, refs, op, 0);
  }

  Accepted say(UserId sender, String text) {
    return done(store.log().append(message(sender, text(text), References.NONE, null)));
  }

  /** A message that lives so long. */
  Accepted say(UserId sender, String text, Duration life) {
    return done(
        store
            .log()
            .append(
                new NewMessage(
                    conversation,
                    sender,
                    PHONE,
                    SESSION,
                    GroupFixture.freshId(),
                    null,
                    text(text),
                    References.NONE,
                    null,
                    life.toMillis())));
  }

  /** Lets time pass: all there is becomes so much older. */
  void age(RedisLink link, Duration by) {
    byte[][] keys = {Keys.log(conversation), Keys.outcomes(conversation)};
    var unused = done(Script.of(AGE, link.batch()).run(keys, Keys.bytes(by.toMillis())));
  }

  CompletionStage<Accepted> answering(UserId sender, long epoch, long seq) {
    References refs = new References(epoch, seq, java.util.List.of(), false);
    return store.log().append(message(sender, text("answer"), refs, null));
  }

  NewMessage operation(UserId actor, Operation.Kind kind, Accepted target, String argument) {
    boolean edits = kind == Operation.Kind.EDIT;
    return message(
        actor,
        edits ? text(argument) : Content.NONE,
        References.NONE,
        new Operation(kind, target.epoch(), target.seq(), edits ? "" : argument));
  }

  CompletionStage<Accepted> doing(
      UserId actor, Operation.Kind kind, Accepted target, String argument) {
    return store.log().append(operation(actor, kind, target, argument));
  }

  Accepted act(UserId actor, Operation.Kind kind, Accepted target, String argument) {
    return done(doing(actor, kind, target, argument));
  }

  Accepted act(UserId actor, Operation.Kind kind, Accepted target) {
    return act(actor, kind, target, "");
  }

  RefusedException assertRefused(
      Reason reason, UserId actor, Operation.Kind kind, Accepted target) {
    String argument = kind.isReaction() ? "👍" : "";
    RefusedException refused = GroupFixture.refusal(doing(actor, kind, target, argument));
    assertEquals(reason, refused.reason(), refused.getMessage());
    return refused;
  }

  LogPage page(UserId reader) {
    return done(store.log().page(reader, conversation, 1, 200));
  }

  @Nullable MessageOutcome outcome(UserId reader, Accepted message) {
    return page(reader).outcomes().get(message.seq());
  }

  LogEntry entry(UserId reader, long seq) {
    return page(reader).entries().stream()
        .filter(entry -> entry.place().seq() == seq)
        .findFirst()
        .orElseThrow();
  }

  String textOf(UserId reader, Accepted message) {
    return entry(reader, message.seq()).content().text();
  }
}
