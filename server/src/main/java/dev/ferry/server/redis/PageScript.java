package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import com.google.protobuf.UnsafeByteOperations;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.LogPage;
import dev.ferry.server.model.MessageOutcome;
import dev.ferry.server.model.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    List<byte[]> keys = new ArrayList<>();
    keys.add(Keys.log(conversation));
    keys.add(Keys.meta(conversation));
    keys.add(Keys.outcomes(conversation));
    keys.add(Keys.reactorsPrefix(conversation));
    if (conversation.isGroup()) {
      keys.add(Keys.roster(conversation));
    }
    CompletionStage<List<Object>> reply =
        (conversation.isGroup() ? group : direct)
            .run(
                keys.toArray(byte[][]::new),
                bytes(Long.toUnsignedString(fromSeq)),
                bytes(limit),
                bytes(bytesMax),
                bytes(reader.value()));
    return reply.thenApply(found -> page(conversation, Refusal.check(found, reader, conversation)));
  }

  private static LogPage page(ConversationId conversation, List<Object> reply) {
    long epoch = Reply.number(reply.get(0));
    List<Object> found = Reply.list(reply.get(3));
    Map<Long, List<Object>> shown = shown(Reply.list(reply.get(4)));
    long nowMs = Reply.number(reply.get(5));
    List<LogEntry> entries = new ArrayList<>(found.size() / 3);
    Map<Long, MessageOutcome> outcomes = new HashMap<>();
    for (int i = 0; i < found.size(); i += 3) {
      Accepted place =
          new Accepted(epoch, Reply.number(found.get(i)), Reply.number(found.get(i + 1)));
      LogEntry written =
          StoredForm.entry(
              conversation, place, UnsafeByteOperations.unsafeWrap((byte[]) found.get(i + 2)));
      ShownForm form = ShownForm.of(written, shown.get(place.seq()), nowMs);
      entries.add(form.entry());
      form.outcome().ifPresent(outcome -> outcomes.put(place.seq(), outcome));
    }
    return new LogPage(
        conversation,
        epoch,
        Reply.number(reply.get(1)),
        Reply.number(reply.get(2)),
        entries,
        outcomes);
  }

  /** By seq, what is shown of the entries to which something was done. */
  private static Map<Long, List<Object>> shown(List<Object> done) {
    Map<Long, List<Object>> shown = new HashMap<>();
    for (int i = 0; i < done.size(); i += 2) {
      shown.put(Reply.number(done.get(i)), Reply.list(done.get(i + 1)));
    }
    return shown;
  }
}
