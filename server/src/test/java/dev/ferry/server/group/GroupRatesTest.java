package dev.ferry.server.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.group.GroupRates.Rate;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The shares of a group and of its members, by a clock that stands unless the test moves it. */
@Timeout(60)
class GroupRatesTest {
  private static final ConversationId GROUP = ConversationId.parse("g/crew");
  private static final ConversationId OTHER = ConversationId.parse("g/other");
  private static final UserId ANN = new UserId("ann");
  private static final UserId BEN = new UserId("ben");
  private static final UserId OUTSIDER = new UserId("oz");
  private static final RefusedException FORBIDDEN = RefusedException.notOf(OUTSIDER, GROUP);
  private static final Supplier<CompletionStage<String>> DONE =
      () -> CompletableFuture.completedFuture("done");
  private static final Supplier<CompletionStage<String>> FAILS =
      () -> CompletableFuture.failedFuture(FORBIDDEN);
  private static final Supplier<CompletionStage<String>> THROWS =
      () -> {
        throw FORBIDDEN;
      };

  /** Any thread. */
  private final AtomicLong nanos = new AtomicLong(1);

  private final TimeMeter clock =
      new TimeMeter() {
        @Override
        public long currentTimeNanos() {
          return nanos.get();
        }

        @Override
        public boolean isWallClockBased() {
          return false;
        }
      };

  @Test
  void aMemberHasAShareOfItsOwn() {
    GroupRates rates = rates(new Rate(100, 100), new Rate(2, 3));
    assertEquals(3, doneBy(rates, ANN, 3));
    assertRefused(rates, ANN, "messages of ann in g/crew");
    assertEquals(3, doneBy(rates, BEN, 3), "another member's share");
    assertEquals("done", now(rates.within(OTHER, ANN, DONE)), "another group's share");
  }

  @Test
  void whoWaitsAsToldMayGoOn() {
    GroupRates rates = rates(new Rate(100, 100), new Rate(2, 3));
    doneBy(rates, ANN, 3);
    for (int i = 0; i < 5; i++) {
      RefusedException refused = assertRefused(rates, ANN, "messages of ann in g/crew");
      assertTrue(refused.retryAfter().compareTo(Duration.ofMillis(501)) <= 0);
      nanos.addAndGet(refused.retryAfter().toNanos());
      assertEquals(1, doneBy(rates, ANN, 1));
    }
  }

  @Test
  void allMembersTogetherHaveTheGroupsShare() {
    GroupRates rates = rates(new Rate(10, 20), new Rate(100, 100));
    assertEquals(12, doneBy(rates, ANN, 12));
    assertEquals(8, doneBy(rates, BEN, 8));
    RefusedException refused = assertRefused(rates, ANN, "messages in g/crew");
    assertRefused(rates, BEN, "messages in g/crew");
    assertEquals("done", now(rates.within(OTHER, ANN, DONE)), "another group's share");
    nanos.addAndGet(refused.retryAfter().toNanos());
    assertEquals(1, doneBy(rates, BEN, 1));
    assertRefused(rates, ANN, "messages in g/crew");
  }

  @Test
  void whatTheGroupRefusesDoesNotUseUpTheMembersShare() {
    GroupRates rates = rates(new Rate(10, 5), new Rate(1, 6));
    doneBy(rates, ANN, 5);
    for (int i = 0; i < 20; i++) {
      assertRefused(rates, ANN, "messages in g/crew");
    }
    nanos.addAndGet(Duration.ofMillis(200).toNanos());
    assertEquals(1, doneBy(rates, ANN, 1));
  }

  @Test
  void theFirstOneIsCountedOnceItIsDone() {
    GroupRates rates = rates(new Rate(1, 5), new Rate(1, 5));
    CompletableFuture<String> first = new CompletableFuture<>();
    rates.within(GROUP, ANN, () -> first);
    assertEquals(4, doneBy(rates, BEN, 4));
    first.complete("done");
    assertRefused(rates, BEN, "messages in g/crew");
    assertRefused(rates, ANN, "messages in g/crew");
  }

  @Test
  void anOutsiderUsesUpNothingOfTheMembers() {
    GroupRates rates = rates(new Rate(1, 20), new Rate(1, 10));
    for (int i = 0; i < 10; i++) {
      assertForbidden(rates);
    }
    assertRefused(rates, OUTSIDER, "messages of oz in g/crew");
    assertEquals(10, doneBy(rates, ANN, 10));
    assertEquals(10, doneBy(rates, BEN, 10));
  }

  @Test
  void anOutsiderIsToldTheSameOfAGroupThatFloods() {
    GroupRates rates = rates(new Rate(1, 5), new Rate(1, 10));
    doneBy(rates, ANN, 5);
    assertRefused(rates, ANN, "messages in g/crew");
    for (int i = 0; i < 10; i++) {
      assertForbidden(rates);
    }
    assertRefused(rates, OUTSIDER, "messages of oz in g/crew");
  }

  @Test
  void whoIsNoMemberAnyMoreIsAnOutsiderFromTheFirstFailureOn() {
    GroupRates rates = rates(new Rate(1, 5), new Rate(1, 20));
    doneBy(rates, OUTSIDER, 2);
    assertForbidden(rates);
    doneBy(rates, ANN, 3);
    assertRefused(rates, ANN, "messages in g/crew");
    assertForbidden(rates);
  }

  @Test
  void whatFailsIsGivenBackToTheGroup() {
    GroupRates rates = rates(new Rate(1, 5), new Rate(1, 100));
    for (int i = 0; i < 30; i++) {
      // The one before was done, so that this one is taken from the group first.
      if (i % 10 == 0) {
        doneBy(rates, ANN, 1);
      }
      assertEquals(FORBIDDEN, failureOf(rates.within(GROUP, ANN, FAILS)));
    }
    assertEquals(2, doneBy(rates, BEN, 2));
    assertRefused(rates, BEN, "messages in g/crew");
  }

  @Test
  void whatThrowsIsGivenBackToTheGroup() {
    GroupRates rates = rates(new Rate(1, 5), new Rate(1, 100));
    for (int i = 0; i < 2; i++) {
      doneBy(rates, ANN, 1);
      for (int j = 0; j < 5; j++) {
        assertEquals(FORBIDDEN, failureOf(rates.within(GROUP, ANN, THROWS)));
      }
    }
    assertEquals(3, doneBy(rates, BEN, 3));
    assertRefused(rates, BEN, "messages in g/crew");
  }

  @Test
  void manyThreadsGetTheBurstAndNoMore() throws Exception {
    int threads = 8;
    int burst = 1000;
    GroupRates rates = rates(new Rate(1000, burst), new Rate(100, 200));
    List<UserId> members = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      members.add(new UserId("member" + i));
      doneBy(rates, members.get(i), 1);
    }
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());

    AtomicInteger done = new AtomicInteger();
    List<AtomicInteger> ofMember = new ArrayList<>();
    members.forEach(member -> ofMember.add(new AtomicInteger()));
    CountDownLatch start = new CountDownLatch(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<?>> ended = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int first = t;
      ended.add(
          pool.submit(
              () -> {
                start.countDown();
                start.await();
                for (int i = 0; i < 4000; i++) {
                  int member = (first + i) % threads;
                  if (isDone(rates, members.get(member))) {
                    done.incrementAndGet();
                    ofMember.get(member).incrementAndGet();
                  }
                }
                return null;
              }));
    }
    pool.shutdown();
    for (Future<?> each : ended) {
      each.get(30, TimeUnit.SECONDS);
    }
    assertEquals(burst, done.get());
    ofMember.forEach(count -> assertTrue(count.get() <= 200, () -> count + " of one member"));
  }

  private GroupRates rates(Rate ofGroup, Rate ofMember) {
    return new GroupRates("messages", ofGroup, ofMember, clock);
  }

  /** How many of these were done. */
  private static int doneBy(GroupRates rates, UserId user, int times) {
    int done = 0;
    for (int i = 0; i < times; i++) {
      done += isDone(rates, user) ? 1 : 0;
    }
    return done;
  }

  private static boolean isDone(GroupRates rates, UserId user) {
    try {
      return now(rates.within(GROUP, user, DONE)).equals("done");
    } catch (RefusedException e) {
      assertEquals(Reason.RATE_LIMITED, e.reason());
      return false;
    }
  }

  private static void assertForbidden(GroupRates rates) {
    assertEquals(FORBIDDEN, failureOf(rates.within(GROUP, OUTSIDER, FAILS)));
  }

  private static RefusedException assertRefused(GroupRates rates, UserId user, String what) {
    RefusedException refused =
        assertThrows(
            RefusedException.class,
            () ->
                rates.within(
                    GROUP,
                    user,
                    () -> {
                      throw new AssertionError("done all the same");
                    }));
    assertEquals(Reason.RATE_LIMITED, refused.reason());
    assertTrue(String.valueOf(refused.getMessage()).contains(what + ":"), refused::getMessage);
    assertFalse(refused.retryAfter().isZero() || refused.retryAfter().isNegative());
    return refused;
  }

  private static String now(CompletionStage<String> stage) {
    return String.valueOf(stage.toCompletableFuture().getNow(null));
  }

  private static Throwable failureOf(CompletionStage<String> stage) {
    RuntimeException thrown =
        assertThrows(RuntimeException.class, () -> stage.toCompletableFuture().getNow(null));
    return assertInstanceOf(RefusedException.class, RefusedException.causeOf(thrown));
  }
}
