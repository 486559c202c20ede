package dev.ferry.server.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginQueueTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MANY = 1000;
  private static final int AT_ONCE = 16;

  private final LoginQueue queue = new LoginQueue(AT_ONCE, PATIENCE);
  private final List<Integer> begun = new ArrayList<>();

  /** A thousand come at once. */
  @BeforeEach
  void come() {
    IntStream.range(0, MANY).forEach(this::join);
  }

  private void join(int guest) {
    queue.join(() -> begun.add(guest));
  }

  @Test
  void aFewAreUnderWayAndTheOthersFollowInTheirOrder() {
    assertEquals(AT_ONCE, begun.size());
    for (int i = AT_ONCE; i < MANY; i++) {
      queue.done();
      assertEquals(i + 1, begun.size(), "one for each that is answered");
    }
    assertEquals(IntStream.range(0, MANY).boxed().toList(), begun);
  }

  @Test
  void whoIsGoneWhenItsTurnComesIsPassedOver() {
    queue.join(() -> false);
    queue.join(() -> false);
    join(MANY);
    IntStream.range(AT_ONCE, MANY + 1).forEach(i -> queue.done());
    assertEquals(MANY, begun.get(begun.size() - 1), "the last one had its turn");
  }

  @Test
  void whoFailsAtOnceTakesNobodysPlace() {
    IntStream.range(0, MANY).forEach(i -> queue.done());
    begun.clear();
    for (int i = 0; i < MANY; i++) {
      queue.join(() -> false);
    }
    IntStream.range(0, MANY).forEach(this::join);
    assertEquals(AT_ONCE, begun.size());
  }

  @Test
  void whoFindsTooManyWaitingIsToldToComeAgain() {
    RefusedException refusal =
        assertThrows(
            RefusedException.class,
            () -> {
              for (int i = 0; i < 1_000_000; i++) {
                join(i);
              }
            });
    assertEquals(Reason.UNAVAILABLE, refusal.reason());
    assertEquals(AT_ONCE, begun.size());
  }

  @Test
  void notAllAreToldToComeAgainAtTheSameMoment() {
    List<Duration> hints =
        IntStream.range(0, MANY).mapToObj(i -> queue.overrun().retryAfter()).distinct().toList();
    assertTrue(hints.size() > MANY / 2, () -> hints.size() + " moments");
    assertFalse(hints.stream().anyMatch(hint -> hint.compareTo(PATIENCE) > 0));
  }
}
