package dev.ferry.loadtest.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.group.GroupReceipt;
import dev.ferry.loadtest.ledger.Head;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ChangesTest {
  private static final String GROUP = "g/one";

  private final Changes changes = new Changes();

  private static GroupReceipt receipt(long seq) {
    return new GroupReceipt(GROUP, 1, seq, 0, false);
  }

  @Test
  void everyAnswerIsWaitedFor() {
    CompletableFuture<GroupReceipt> one = new CompletableFuture<>();
    CompletableFuture<GroupReceipt> other = new CompletableFuture<>();
    CompletableFuture<GroupReceipt> followed = changes.follow(one);
    changes.follow(other);
    one.complete(receipt(4));
    assertTrue(followed.isDone());
    assertFalse(changes.allAnswered());
    other.completeExceptionally(new IllegalStateException());
    assertTrue(changes.allAnswered());
  }

  @Test
  void newestAnswerTellsHowFarAGroupIs() {
    changes.follow(CompletableFuture.completedFuture(receipt(4)));
    changes.follow(CompletableFuture.completedFuture(receipt(3)));
    assertEquals(Map.of(GROUP, new Head(1, 4)), changes.newest(Map.of()));
    Map<String, Head> others = Map.of(GROUP, new Head(2, 1), "g/other", new Head(1, 1));
    assertEquals(others, changes.newest(others));
  }
}
