package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import com.google.protobuf.UnsafeByteOperations;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.LogPage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code page.lua}: consecutive entries of a log, bounded in number and bytes. */
final class PageScript {
  private final Script script;
  private final int bytesMax;

  PageScript(RedisLink link, int bytesMax) {
    this.script = Script.named("page", link.batch());
    this.bytesMax = bytesMax;
  }

  CompletionStage<LogPage> page(ConversationId conversation, long fromSeq, int limit) {
    byte[][] keys = {Keys.log(conversation), Keys.meta(conversation)};
    return script
        .run(
            keys,
            bytes(Long.toUnsignedString(fromSeq)),
            bytes(String.valueOf(limit)),
            bytes(String.valueOf(bytesMax)))
        .thenApply(reply -> page(conversation, reply));
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
