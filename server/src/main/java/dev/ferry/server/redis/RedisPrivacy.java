package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.model.BlockedPage;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.Privacy;
import dev.ferry.server.model.UserId;
import dev.ferry.server.model.Writers;
import dev.ferry.server.privacy.PrivacyStore;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScoredValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The scripts under {@code lua/privacy}. The list lies on the user's slot; what an append goes by
 * lies in the meta hash of the direct conversation (ADR 15). On a single Redis one script changes
 * both; in a Cluster they are changed one after the other, the list first when blocking and last
 * when unblocking, so that whoever is blocked is in the list, and what a node left undone is done
 * when it is asked for again.
 */
final class RedisPrivacy implements PrivacyStore {
  private final RedisLink link;
  private final Script block;
  private final Script unblock;
  private final Script mark;
  private final Script set;
  private final byte[] blockedMax;

  /**
   * @param blockedMax users whom one user can block
   */
  RedisPrivacy(RedisLink link, int blockedMax) {
    this.link = link;
    this.block = Script.named("privacy/block", link.batch());
    this.unblock = Script.named("privacy/unblock", link.batch());
    this.mark = Script.named("privacy/mark", link.batch());
    this.set = Script.named("privacy/set", link.batch());
    this.blockedMax = bytes(blockedMax);
  }

  @Override
  public CompletionStage<Privacy> block(Mover by, UserId whom) {
    CompletionStage<List<Object>> listed =
        run(block, by, whom, blockedMax)
            .thenApply(
                reply -> Refusal.check(reply, by.user(), ConversationId.direct(by.user(), whom)));
    return Failures.refusing(
        listed
            .thenCompose(reply -> link.isCluster() ? mark(by, whom, ticket(reply), reply) : listed)
            .thenApply(PrivacyForm::privacy));
  }

  @Override
  public CompletionStage<Privacy> unblock(Mover by, UserId whom) {
    return Failures.refusing(
        run(unblock, by, whom, bytes(0))
            .thenCompose(
                reply ->
                    ticket(reply) == 0
                        ? CompletableFuture.completedStage(reply)
                        : mark(by, whom, -ticket(reply), reply)
                            .thenCompose(marked -> run(unblock, by, whom, bytes(ticket(reply)))))
            .thenApply(PrivacyForm::privacy));
  }

  private CompletionStage<List<Object>> run(Script script, Mover by, UserId whom, byte[] last) {
    ConversationId conversation = ConversationId.direct(by.user(), whom);
    List<byte[]> keys = new ArrayList<>(keys(by.user()));
    if (!link.isCluster()) {
      keys.add(Keys.meta(conversation));
    }
    return script.run(
        keys.toArray(byte[][]::new),
        bytes(by.session()),
        bytes(by.device().value()),
        bytes(whom.value()),
        bytes(CursorForm.side(conversation, by.user())),
        last);
  }

  private static long ticket(List<Object> reply) {
    return Reply.number(reply.get(3));
  }

  private CompletionStage<List<Object>> mark(
      Mover by, UserId whom, long ticket, List<Object> reply) {
    ConversationId conversation = ConversationId.direct(by.user(), whom);
    return mark.run(
            new byte[][] {Keys.meta(conversation)},
            bytes(CursorForm.side(conversation, by.user())),
            bytes(ticket))
        .thenApply(marked -> reply);
  }

  @Override
  public CompletionStage<Privacy> set(Mover by, Optional<Writers> writers) {
    return Failures.refusing(
        set.run(
                keys(by.user()).toArray(byte[][]::new),
                bytes(by.session()),
                bytes(by.device().value()),
                bytes(writers.map(Writers::name).orElse("")))
            .thenApply(PrivacyForm::privacy));
  }

  private static List<byte[]> keys(UserId user) {
    return List.of(Keys.privacy(user), Keys.blocked(user), Keys.channel(user), Keys.watchers(user));
  }

  @Override
  public CompletionStage<BlockedPage> blocked(UserId user, long after, int limit) {
    Range<Long> range =
        after == 0
            ? Range.unbounded()
            : Range.from(Range.Boundary.unbounded(), Range.Boundary.excluding(after));
    CompletionStage<List<ScoredValue<byte[]>>> found =
        link.batch()
            .commands()
            .zrevrangebyscoreWithScores(Keys.blocked(user), range, Limit.from(limit));
    link.batch().leave();
    return Failures.refusing(found.thenApply(users -> page(users, limit)));
  }

  private static BlockedPage page(List<ScoredValue<byte[]>> found, int limit) {
    List<BlockedPage.Blocked> users = new ArrayList<>(found.size());
    long last = 0;
    for (ScoredValue<byte[]> each : found) {
      // The ticket is a microsecond.
      last = (long) each.getScore();
      UserId user = new UserId(new String(each.getValue(), StandardCharsets.UTF_8));
      users.add(new BlockedPage.Blocked(user, last / 1000));
    }
    return new BlockedPage(users, found.size() < limit ? 0 : last);
  }
}
