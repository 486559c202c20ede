package dev.ferry.loadtest.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Two ends of a wire, without threads: what one has to say is carried when the test says so. */
class WireTest {
  private final List<Verb> received = new ArrayList<>();
  private final CompletableFuture<Map<String, Object>> later = new CompletableFuture<>();
  private final Wire near = new Wire((verb, fields) -> CompletableFuture.failedFuture(refusal()));
  private final Wire far = new Wire(this::receive);

  private static RuntimeException refusal() {
    return new IllegalStateException("no");
  }

  private CompletableFuture<Map<String, Object>> receive(Verb verb, Fields fields) {
    received.add(verb);
    return switch (verb) {
      case BEGIN -> later;
      case END -> throw refusal();
      default -> CompletableFuture.completedFuture(Map.of("twice", 2 * fields.number("once")));
    };
  }

  private static void carry(Wire from, Wire to) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    from.writeWaiting(bytes);
    to.read(new ByteArrayInputStream(bytes.toByteArray()));
  }

  private void thereAndBack() throws IOException {
    carry(near, far);
    carry(far, near);
  }

  @Test
  void answersGoToTheirRequests() throws IOException {
    CompletableFuture<Fields> one = near.ask(Verb.BEGIN, Map.of());
    CompletableFuture<Fields> other = near.ask(Verb.REPORT, Map.of("once", 4));
    thereAndBack();
    assertEquals(8, other.join().number("twice"));
    assertFalse(one.isDone());
    later.complete(Map.of("late", true));
    carry(far, near);
    assertTrue(one.join().truth("late"));
  }

  @Test
  void failuresComeBackInWords() throws IOException {
    CompletableFuture<Fields> thrown = near.ask(Verb.END, Map.of());
    CompletableFuture<Fields> failed = near.ask(Verb.BEGIN, Map.of());
    thereAndBack();
    later.completeExceptionally(refusal());
    carry(far, near);
    for (CompletableFuture<Fields> each : List.of(thrown, failed)) {
      String words = assertThrows(CompletionException.class, each::join).toString();
      assertTrue(words.contains("no"), words);
    }
  }

  @Test
  void newsIsNotAnswered() throws IOException {
    near.tell(Verb.LANDED, Map.of("once", 1));
    near.tell(Verb.END, Map.of());
    carry(near, far);
    assertEquals(List.of(Verb.LANDED, Verb.END), received);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    far.writeWaiting(bytes);
    assertEquals("", bytes.toString(StandardCharsets.UTF_8));
  }

  @Test
  void everythingThatWaitsFailsWhenTheOtherIsGone() {
    RuntimeException reason = new WorkerLostException("worker-1 is gone");
    CompletableFuture<Fields> before = near.ask(Verb.BEGIN, Map.of());
    near.end(reason);
    near.end(refusal());
    CompletableFuture<Fields> after = near.ask(Verb.BEGIN, Map.of());
    for (CompletableFuture<Fields> each : List.of(before, after)) {
      assertSame(reason, assertThrows(CompletionException.class, each::join).getCause());
    }
  }

  @Test
  void whoDoesNotReadCountsAsGone() {
    CompletableFuture<Fields> asked = near.ask(Verb.BEGIN, Map.of());
    for (int i = 1; i < 100_000; i++) {
      near.tell(Verb.LANDED, Map.of());
    }
    assertFalse(asked.isDone());
    near.tell(Verb.LANDED, Map.of());
    assertTrue(asked.isCompletedExceptionally());
  }
}
