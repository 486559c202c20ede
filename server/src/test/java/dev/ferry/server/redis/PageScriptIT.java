package dev.ferry.server.redis;

import static dev.ferry.server.redis.RedisFixture.PAGE_BYTES;
import static dev.ferry.server.redis.RedisFixture.PHONE;
import static dev.ferry.server.redis.RedisFixture.TALK;
import static dev.ferry.server.redis.RedisFixture.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.model.Durability;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.LogPage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageScriptIT {
  private static final int KEPT = 200;

  @TempDir Path data;
  private RedisFixture redis;

  @BeforeEach
  void start() {
    redis = new RedisFixture(data, Durability.DISK, KEPT);
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  @Test
  void absentLogIsEmpty() {
    assertEquals(new LogPage(TALK, 0, 0, 0, List.of()), page(1, 10));
  }

  @Test
  void entriesComeBackWholeAndInOrder() {
    append(40, "some text");
    LogPage page = page(11, 20);
    assertEquals(seqs(11, 30), seqs(page));
    assertEquals(40, page.headSeq());
    assertEquals(1, page.firstSeq());
    LogEntry entry = page.entries().get(0);
    assertEquals(
        RedisFixture.message(PHONE, 11, "some text").content().text(), entry.content().text());
    assertEquals(RedisFixture.id(11), entry.id());
    assertEquals(RedisFixture.ALICE, entry.sender());
    assertEquals(PHONE, entry.device());
  }

  @Test
  void zeroAsksForTheNewest() {
    append(40, "some text");
    assertEquals(seqs(31, 40), seqs(page(0, 10)));
  }

  @Test
  void pageBeyondTheHeadIsEmptyAndTellsTheHead() {
    append(3, "text");
    LogPage page = page(4, 10);
    assertEquals(List.of(), page.entries());
    assertEquals(3, page.headSeq());
  }

  @Test
  void pageIsBoundedInBytesButNeverEmptyBeforeTheHead() {
    append(3, "x".repeat(PAGE_BYTES * 3 / 4));
    append(4, 4, "x".repeat(PAGE_BYTES * 2));
    assertEquals(seqs(1, 1), seqs(page(1, 10)));
    assertEquals(seqs(4, 4), seqs(page(4, 10)));
    assertEquals(seqs(4, 4), seqs(page(0, 10)));
  }

  @Test
  void trimmedLogTellsWhereItBegins() {
    append(KEPT + 300, "text");
    LogPage page = page(1, 5);
    assertTrue(page.firstSeq() > 1, "first: " + page.firstSeq());
    assertTrue(page.firstSeq() <= 301, "first: " + page.firstSeq());
    assertEquals(seqs(page.firstSeq(), page.firstSeq() + 4), seqs(page));
  }

  private void append(int count, String text) {
    append(1, count, text);
  }

  private void append(int from, int to, String text) {
    for (int n = from; n <= to; n++) {
      redis.append(PHONE, n, text);
    }
  }

  private LogPage page(long from, int limit) {
    return done(redis.log.page(RedisFixture.ALICE, TALK, from, limit));
  }

  private static List<Long> seqs(LogPage page) {
    return page.entries().stream().map(entry -> entry.place().seq()).toList();
  }

  private static List<Long> seqs(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }
}
