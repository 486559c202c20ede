package dev.ferry.server.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ClientMessageId;
import dev.ferry.server.model.Content;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.LogPage;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Appends to groups over a log that answers when the test says so. */
@Timeout(60)
class FairAppendsTest {
  private static final int UNDER_WAY_MAX = 16;
  private static final int WAITING_MAX = 512;
  private static final ConversationId FLOODED = ConversationId.parse("g/flooded");
  private static final ConversationId QUIET = ConversationId.parse("g/quiet");

  private final SlowLog log = new SlowLog();
  private final FairAppends appends = new FairAppends(log, Optional::empty);

  @Test
  void atMostSixteenOfAGroupAreUnderWayAndTheOthersFollowInOrder() {
    for (int seed = 0; seed < 50; seed++) {
      SlowLog seeded = new SlowLog();
      Random random = new Random(seed);
      List<CompletableFuture<Accepted>> done = flood(new FairAppends(seeded, Optional::empty), 200);
      List<Asked> underWay = new ArrayList<>();
      for (int ended = 0; ended < 200; ended++) {
        assertEquals(Math.min(200, UNDER_WAY_MAX + ended), seeded.asked.size(), "seed " + seed);
        underWay.clear();
        seeded.asked.stream().filter(each -> !each.answer.isDone()).forEach(underWay::add);
        Asked ends = underWay.get(random.nextInt(underWay.size()));
        ends.answer.complete(accepted(ends.message));
        assertTrue(done.get((int) number(ends.message)).isDone());
      }
      assertEquals(LongStream.range(0, 200).boxed().toList(), numbers(seeded));
      for (int i = 0; i < done.size(); i++) {
        assertEquals(new Accepted(1, i, 1), done.get(i).getNow(null), "seed " + seed);
      }
    }
  }

  @Test
  void anotherGroupIsNotHeldUp() {
    flood(appends, UNDER_WAY_MAX + WAITING_MAX + 10);
    CompletableFuture<Accepted> quiet = append(appends, QUIET, 7);
    Asked last = log.asked.get(log.asked.size() - 1);
    assertEquals(QUIET, last.message.conversation());
    last.answer.complete(accepted(last.message));
    assertEquals(new Accepted(1, 7, 1), quiet.getNow(null));
  }

  @Test
  void beyondThoseThatMayWaitOneIsRefused() {
    int room = UNDER_WAY_MAX + WAITING_MAX;
    List<CompletableFuture<Accepted>> done = flood(appends, room);
    RefusedException refused = refusal(append(appends, FLOODED, room));
    assertEquals(Reason.RATE_LIMITED, refused.reason());
    assertFalse(refused.retryAfter().isZero() || refused.retryAfter().isNegative());
    assertTrue(done.stream().noneMatch(CompletableFuture::isDone));

    log.asked.get(3).answer.complete(accepted(log.asked.get(3).message));
    CompletableFuture<Accepted> fits = append(appends, FLOODED, room + 1);
    assertFalse(fits.isDone());
    assertTrue(append(appends, FLOODED, room + 2).isCompletedExceptionally());

    log.answerAll();
    assertEquals(new Accepted(1, room + 1, 1), fits.getNow(null));
    List<Long> expected = new ArrayList<>(LongStream.range(0, room).boxed().toList());
    expected.add(room + 1L);
    assertEquals(expected, numbers(log), "what was refused must not get to the log");
    assertEquals(0, appends.lanes());
  }

  @Test
  void anAppendThatFailsFreesItsPlace() {
    List<CompletableFuture<Accepted>> done = flood(appends, 40);
    RefusedException failure = new RefusedException(Reason.UNAVAILABLE, "log away");
    for (int i = 0; i < 40; i++) {
      assertEquals(Math.min(40, UNDER_WAY_MAX + i), log.asked.size());
      log.asked.get(i).answer.completeExceptionally(failure);
      assertEquals(failure, refusal(done.get(i)));
    }
    assertEquals(0, appends.lanes());
  }

  @Test
  void anAppendThatTheLogThrowsAtFreesItsPlace() {
    log.failure = new IllegalStateException("broken");
    for (int i = 0; i < 3 * UNDER_WAY_MAX; i++) {
      assertEquals(log.failure, failure(append(appends, FLOODED, i)));
    }
    assertEquals(0, appends.lanes());
    log.failure = null;
    append(appends, FLOODED, 100);
    assertEquals(List.of(100L), numbers(log));
  }

  @Test
  void allThatWaitFailInTheirOrderWhenTheLogIsAway() {
    List<Integer> ended = new ArrayList<>();
    List<CompletableFuture<Accepted>> done = flood(appends, UNDER_WAY_MAX + WAITING_MAX);
    for (int i = 0; i < done.size(); i++) {
      int number = i;
      done.get(i).whenComplete((accepted, failure) -> ended.add(number));
    }
    log.failure = new IllegalStateException("away");
    log.asked.get(0).answer.completeExceptionally(log.failure);
    List<Integer> expected = new ArrayList<>();
    for (int i = UNDER_WAY_MAX; i < done.size(); i++) {
      expected.add(i);
    }
    assertTrue(done.get(0).isCompletedExceptionally());
    ended.remove(Integer.valueOf(0));
    assertEquals(expected, ended);
    assertEquals(1, appends.lanes());
    log.answerAll();
    assertEquals(0, appends.lanes());
  }

  @Test
  void whoeverIsToldMayAppendAgain() {
    List<CompletableFuture<Accepted>> again = new ArrayList<>();
    for (CompletableFuture<Accepted> done : flood(appends, 20)) {
      done.thenAccept(accepted -> again.add(append(appends, FLOODED, 100 + (int) accepted.seq())));
    }
    log.answerAll();
    assertEquals(20, again.size());
    again.forEach(done -> assertTrue(done.isDone()));
    assertEquals(0, appends.lanes());
  }

  @Test
  void groupsWithNothingUnderWayAreForgotten() {
    for (int i = 0; i < 100; i++) {
      append(appends, ConversationId.parse("g/group" + i), i);
    }
    assertEquals(100, appends.lanes());
    for (int i = 0; i < 50; i++) {
      log.asked.get(i).answer.complete(accepted(log.asked.get(i).message));
    }
    assertEquals(50, appends.lanes());
    log.answerAll();
    assertEquals(0, appends.lanes());
  }

  @Test
  void whatALoopAskedForIsStartedThereAndNotOvertaken() {
    Queue<Runnable> loop = new ArrayDeque<>();
    Executor queueing = loop::add;
    AtomicReference<Optional<Executor>> turn = new AtomicReference<>(Optional.of(queueing));
    FairAppends ofLoops = new FairAppends(log, turn::get);
    List<CompletableFuture<Accepted>> done = flood(ofLoops, UNDER_WAY_MAX + 1);

    turn.set(Optional.empty());
    for (Asked each : List.copyOf(log.asked)) {
      each.answer.complete(accepted(each.message));
    }
    assertEquals(UNDER_WAY_MAX, log.asked.size(), "the last one was started elsewhere");
    turn.set(Optional.of(queueing));
    done.add(append(ofLoops, FLOODED, UNDER_WAY_MAX + 1));
    while (!loop.isEmpty()) {
      loop.remove().run();
    }
    assertEquals(LongStream.range(0, UNDER_WAY_MAX + 2).boxed().toList(), numbers(log));
    log.answerAll();
    while (!loop.isEmpty()) {
      loop.remove().run();
    }
    done.forEach(each -> assertTrue(each.isDone()));
    assertEquals(0, ofLoops.lanes());
  }

  @Test
  void oneLoopsAppendsDoNotHoldUpAnothers() {
    AtomicReference<Optional<Executor>> turn = new AtomicReference<>(Optional.of(Runnable::run));
    FairAppends ofLoops = new FairAppends(log, turn::get);
    flood(ofLoops, UNDER_WAY_MAX + 5);
    turn.set(Optional.of(task -> task.run()));
    append(ofLoops, FLOODED, 100);
    assertEquals(UNDER_WAY_MAX + 1, log.asked.size());
    assertEquals(2, ofLoops.lanes());
  }

  @Test
  void manyThreadsLoseNothingAndKeepTheLimits() throws Exception {
    ExecutorService answers = Executors.newFixedThreadPool(3);
    ExecutorService senders = Executors.newFixedThreadPool(4);
    CrowdedLog crowded = new CrowdedLog(answers);
    FairAppends many = new FairAppends(crowded, Optional::empty);
    Queue<CompletableFuture<Accepted>> done = new ConcurrentLinkedQueue<>();
    for (int t = 0; t < 4; t++) {
      int first = t * 10_000;
      senders.execute(
          () -> {
            for (int i = first; i < first + 10_000; i++) {
              done.add(append(many, i % 5 == 0 ? QUIET : FLOODED, i));
            }
          });
    }
    senders.shutdown();
    assertTrue(senders.awaitTermination(30, TimeUnit.SECONDS));
    AtomicInteger kept = new AtomicInteger();
    List<CompletableFuture<Void>> ended = new ArrayList<>();
    for (CompletableFuture<Accepted> each : done) {
      ended.add(
          each.handle(
              (accepted, failure) -> {
                if (failure == null) {
                  kept.incrementAndGet();
                } else {
                  assertInstanceOf(RefusedException.class, failure);
                }
                return null;
              }));
    }
    CompletableFuture.allOf(ended.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
    answers.shutdown();
    assertEquals(40_000, done.size());
    assertTrue(kept.get() > UNDER_WAY_MAX, () -> "too few to be a test");
    assertTrue(crowded.most.get() <= UNDER_WAY_MAX, () -> crowded.most + " under way");
    assertEquals(0, many.lanes());
  }

  private static List<CompletableFuture<Accepted>> flood(FairAppends appends, int count) {
    List<CompletableFuture<Accepted>> done = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      done.add(append(appends, FLOODED, i));
    }
    return done;
  }

  private static CompletableFuture<Accepted> append(
      FairAppends appends, ConversationId group, int number) {
    return appends
        .append(
            new NewMessage(
                group,
                new UserId("ann"),
                new DeviceId("phone"),
                1,
                new ClientMessageId(0, number),
                null,
                new Content("text/plain", new byte[0], "")))
        .toCompletableFuture();
  }

  private static RefusedException refusal(CompletableFuture<Accepted> done) {
    return assertInstanceOf(RefusedException.class, failure(done));
  }

  private static Throwable failure(CompletableFuture<Accepted> done) {
    return RefusedException.causeOf(
        assertThrows(CompletionException.class, () -> done.getNow(null)));
  }

  private static Accepted accepted(NewMessage message) {
    return new Accepted(1, number(message), 1);
  }

  private static long number(NewMessage message) {
    return message.id().low();
  }

  private static List<Long> numbers(SlowLog log) {
    return log.asked.stream().map(each -> number(each.message)).toList();
  }

  /** One append that the log was asked for, and its answer. */
  private record Asked(NewMessage message, CompletableFuture<Accepted> answer) {}

  private abstract static class FakeLog implements MessageLog {
    @Override
    public CompletionStage<LogPage> page(
        UserId reader, ConversationId conversation, long fromSeq, int limit) {
      throw new AssertionError("not asked for");
    }
  }

  /** Answers when the test says so. */
  private static final class SlowLog extends FakeLog {
    private final List<Asked> asked = new ArrayList<>();

    /** Thrown at every append, if any. */
    private @Nullable RuntimeException failure;

    @Override
    public CompletionStage<Accepted> append(NewMessage message) {
      if (failure != null) {
        throw failure;
      }
      Asked ask = new Asked(message, new CompletableFuture<>());
      asked.add(ask);
      return ask.answer;
    }

    /** Answers all, also those that it is asked for meanwhile. */
    void answerAll() {
      for (int i = 0; i < asked.size(); i++) {
        asked.get(i).answer.complete(accepted(asked.get(i).message));
      }
    }
  }

  /** Answers soon and on other threads, and sometimes fails in one of the ways there are. */
  private static final class CrowdedLog extends FakeLog {
    private final ExecutorService answers;
    private final Map<ConversationId, AtomicInteger> underWay = new ConcurrentHashMap<>();
    private final AtomicInteger most = new AtomicInteger();

    CrowdedLog(ExecutorService answers) {
      this.answers = answers;
    }

    @Override
    public CompletionStage<Accepted> append(NewMessage message) {
      int kind = (int) (number(message) % 7);
      RefusedException failure = new RefusedException(Reason.UNAVAILABLE, "away");
      if (kind == 0) {
        throw failure;
      }
      AtomicInteger ofGroup =
          underWay.computeIfAbsent(message.conversation(), group -> new AtomicInteger());
      most.accumulateAndGet(ofGroup.incrementAndGet(), Math::max);
      CompletableFuture<Accepted> answer = new CompletableFuture<>();
      answers.execute(
          () -> {
            ofGroup.decrementAndGet();
            if (kind == 1) {
              answer.completeExceptionally(failure);
            } else {
              answer.complete(accepted(message));
            }
          });
      return answer;
    }
  }
}
