package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import com.google.protobuf.UnsafeByteOperations;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.LogPage;
import dev.ferry.server.model.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * {@code page.lua} and {@code group_page.lua}: consecutive entries of a log, bounded in number and
 * bytes.
 */
final class PageScript {
  private final Script direct;
  private final Script group;
  private final int bytesMax;

  PageScript(RedisLink link, int bytesMax) {
    this.direct = Script.named("page", link.batch());
    this.group = Script.named("group_page", link.batch());
    this.bytesMax = bytesMax;
  }

  CompletionStage<LogPage> page(
      UserId reader, ConversationId conversation, long fromSeq, int limit) {
    byte[] log = Keys.log(conversation);
    byte[] meta = Keys.meta(conversation);
    byte[] from = bytes(Long.toUnsignedString(fromSeq));
    CompletionStage<List<Object>> reply =
        conversation.isGroup()
            ? group.run(
                new byte[][] {log, meta, Keys.roster(conversation)},
                from,
                bytes(limit),
                bytes(bytesMax),
                bytes(reader.value()))
            : direct.run(new byte[][] {log, meta}, from, bytes(limit), bytes(bytesMax));
    return reply.thenApply(found -> page(conversation, Refusal.check(found, reader, conversation)));
  }

  private static LogPage page(ConversationId conversation, List<Object> reply) {
    long epoch = Reply.number(reply.get(0));
    List<Object> found = Reply.list(reply.get(3));
    List<LogEntry> entries = new ArrayList<>(found.size() / 3);
    for (int i = 0; i < found.size(); i += 3) {
      Accepted place =
          new Accepted(epoch, Reply.number(found.get(i)), Reply.number(found.get(i + 1)));
      entries.add(
          StoredForm.entry(
              conversation, place, UnsafeByteOperations.unsafeWrap((byte[]) found.get(i + 2))));
    }
    return new LogPage(
        conversation, epoch, Reply.number(reply.get(1)), Reply.number(reply.get(2)), entries);
  }
}
