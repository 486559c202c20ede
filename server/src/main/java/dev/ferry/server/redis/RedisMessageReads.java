package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import com.google.protobuf.UnsafeByteOperations;
import dev.ferry.server.message.MessageReads;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.EditsPage;
import dev.ferry.server.model.MessageOutcome;
import dev.ferry.server.model.Pinned;
import dev.ferry.server.model.Reacted;
import dev.ferry.server.model.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The scripts that read single messages, each with its check of who asks. */
final class RedisMessageReads implements MessageReads {
  private final Script reactions;
  private final Script edits;
  private final Script pins;
  private final int bytesMax;

  /**
   * @param bytesMax stored bytes in one answer
   */
  RedisMessageReads(RedisLink link, int bytesMax) {
    this.reactions = Script.named("reactions", link.batch());
    this.edits = Script.named("edits", link.batch());
    this.pins = Script.named("pins", link.batch());
    this.bytesMax = bytesMax;
  }

  private static byte[][] keys(ConversationId conversation) {
    List<byte[]> keys = new ArrayList<>();
    keys.add(Keys.log(conversation));
    keys.add(Keys.meta(conversation));
    keys.add(Keys.outcomes(conversation));
    keys.add(Keys.reactorsPrefix(conversation));
    keys.add(Keys.pins(conversation));
    if (conversation.isGroup()) {
      keys.add(Keys.roster(conversation));
    }
    return keys.toArray(byte[][]::new);
  }

  @Override
  public CompletionStage<List<Reacted>> reactions(
      UserId reader, ConversationId conversation, long seq) {
    return Failures.refusing(
        reactions
            .run(keys(conversation), bytes(reader.value()), bytes(seq))
            .thenApply(reply -> reacted(Refusal.check(reply, reader, conversation))));
  }

  private static List<Reacted> reacted(List<Object> reply) {
    List<Reacted> all = new ArrayList<>();
    for (Object each : Reply.list(reply.get(0))) {
      String[] parts = Reply.text(each).split(" ", 2);
      all.add(new Reacted(parts[0], new UserId(parts[1])));
    }
    return all;
  }

  @Override
  public CompletionStage<EditsPage> edits(
      UserId reader, ConversationId conversation, long seq, long from) {
    return Failures.refusing(
        edits
            .run(
                keys(conversation), bytes(reader.value()), bytes(seq), bytes(from), bytes(bytesMax))
            .thenApply(
                reply -> versions(conversation, Refusal.check(reply, reader, conversation))));
  }

  private static EditsPage versions(ConversationId conversation, List<Object> reply) {
    List<Object> found = Reply.list(reply.get(0));
    List<EditsPage.Version> versions = new ArrayList<>(found.size() / 3);
    for (int i = 0; i < found.size(); i += 3) {
      Accepted place = new Accepted(0, Reply.number(found.get(i)), Reply.number(found.get(i + 1)));
      versions.add(
          new EditsPage.Version(
              place.seq(),
              place.timeMs(),
              StoredForm.entry(
                      conversation,
                      place,
                      UnsafeByteOperations.unsafeWrap((byte[]) found.get(i + 2)))
                  .content()));
    }
    return new EditsPage(versions, Reply.number(reply.get(1)));
  }

  @Override
  public CompletionStage<List<Pinned>> pins(UserId reader, ConversationId conversation) {
    return Failures.refusing(
        pins.run(keys(conversation), bytes(reader.value()))
            .thenApply(reply -> pinned(Refusal.check(reply, reader, conversation))));
  }

  private static List<Pinned> pinned(List<Object> reply) {
    List<Object> found = Reply.list(reply.get(0));
    List<Pinned> pinned = new ArrayList<>(found.size() / 2);
    for (int i = 0; i < found.size(); i += 2) {
      List<Object> pin = Reply.list(found.get(i + 1));
      pinned.add(
          new Pinned(
              Reply.number(found.get(i)),
              new MessageOutcome.Mark(
                  Reply.number(pin.get(0)),
                  Reply.number(pin.get(1)),
                  new UserId(Reply.text(pin.get(2))))));
    }
    return pinned;
  }
}
