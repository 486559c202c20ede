package dev.ferry.loadtest.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MeetingTest {
  private final AtomicLong measured = new AtomicLong();
  private final Meeting meeting = new Meeting(2, measured::incrementAndGet);

  @Test
  void allWaitForTheLastOneAgainAndAgain() {
    for (int i = 0; i < 3; i++) {
      CompletableFuture<Map<String, Object>> first = meeting.join(false);
      assertFalse(first.isDone());
      meeting.join(false).join();
      assertTrue(first.join().isEmpty());
    }
    assertEquals(0, measured.get());
  }

  @Test
  void memoryIsMeasuredOnceForAll() {
    CompletableFuture<Map<String, Object>> first = meeting.join(true);
    assertEquals(Map.of("memory", 1L), meeting.join(true).join());
    assertEquals(Map.of("memory", 1L), first.join());
    assertEquals(1, measured.get());
  }

  @Test
  void whatCannotBeMeasuredFailsForAll() {
    Meeting blind =
        new Meeting(
            2,
            () -> {
              throw new IllegalStateException("not a JDK");
            });
    CompletableFuture<Map<String, Object>> first = blind.join(true);
    CompletableFuture<Map<String, Object>> last = blind.join(true);
    assertThrows(CompletionException.class, first::join);
    assertThrows(CompletionException.class, last::join);
  }
}
