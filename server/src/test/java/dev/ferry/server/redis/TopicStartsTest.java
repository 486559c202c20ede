package dev.ferry.server.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.delivery.Topic;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopicStartsTest {
  private static final int UNDER_WAY_MAX = 3;

  private final List<Topic> asked = new ArrayList<>();
  private final List<CompletableFuture<Void>> answers = new ArrayList<>();
  private final TopicStarts starts =
      new TopicStarts(UNDER_WAY_MAX, TurnEnd.none(), this::ask, Runnable::run);

  private CompletionStage<Void> ask(Topic topic) {
    asked.add(topic);
    CompletableFuture<Void> answer = new CompletableFuture<>();
    answers.add(answer);
    return answer;
  }

  private List<CompletableFuture<Void>> add(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(n -> starts.add(topic(n), this::ask).toCompletableFuture())
        .toList();
  }

  private static Topic topic(int n) {
    return RedisFixture.of(new UserId("user" + n));
  }

  private static List<Topic> topics(int to) {
    return IntStream.range(0, to).mapToObj(TopicStartsTest::topic).toList();
  }

  @Test
  void noMoreAreAskedForThanMayBeUnderWayAndTheRestInTheirOrder() {
    List<CompletableFuture<Void>> all = add(0, 5);
    assertEquals(topics(UNDER_WAY_MAX), asked);
    answers.get(1).complete(null);
    assertEquals(topics(UNDER_WAY_MAX + 1), asked);
    assertTrue(all.get(1).isDone());
    assertFalse(all.get(3).isDone());
    answers.get(3).complete(null);
    assertEquals(topics(5), asked);
    assertTrue(all.get(3).isDone());
  }

  @Test
  void whoComesLaterDoesNotOvertakeThoseWhoWait() {
    add(0, 4);
    answers.get(0).completeExceptionally(new IllegalStateException("refused"));
    add(4, 5);
    assertEquals(topics(4), asked);
    answers.get(1).complete(null);
    assertEquals(topics(5), asked);
  }

  @Test
  void failureIsThatOfTheOneThatFailed() {
    List<CompletableFuture<Void>> all = add(0, 4);
    answers.get(0).complete(null);
    answers.get(3).completeExceptionally(new IllegalStateException("refused"));
    assertTrue(all.get(3).isCompletedExceptionally());
    assertFalse(all.get(1).isDone());
  }

  @Test
  void endFailsThoseWhoWaitAndThoseWhoComeLater() {
    List<CompletableFuture<Void>> all = new ArrayList<>(add(0, 5));
    starts.end();
    all.addAll(add(5, 6));
    answers.forEach(each -> assertFalse(each.isDone()));
    for (CompletableFuture<Void> each : all.subList(UNDER_WAY_MAX, 6)) {
      RefusedException refused =
          assertInstanceOf(RefusedException.class, RedisFixture.failure(each));
      assertEquals(Reason.UNAVAILABLE, refused.reason());
    }
    assertEquals(topics(UNDER_WAY_MAX), asked);
  }
}
