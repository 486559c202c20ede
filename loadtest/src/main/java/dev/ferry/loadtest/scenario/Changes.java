package dev.ferry.loadtest.scenario;

import dev.ferry.client.group.GroupReceipt;
import dev.ferry.loadtest.ledger.Head;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Changes of groups that were asked for while the load runs. The ledger learns of a change from
 * whoever is shown it; until then only its answer tells that there is something to wait for. Any
 * thread.
 */
final class Changes {
  private final AtomicInteger unanswered = new AtomicInteger();

  /** As far as answers tell, by group. */
  private final Map<String, Head> heads = new ConcurrentHashMap<>();

  /** Returns the same change, which is waited for from now on. */
  CompletableFuture<GroupReceipt> follow(CompletableFuture<GroupReceipt> change) {
    unanswered.incrementAndGet();
    return change.whenComplete(
        (receipt, failure) -> {
          if (failure == null) {
            Head head = new Head(receipt.epoch(), receipt.seq());
            heads.merge(receipt.conversation(), head, Head::max);
          }
          // Last: who sees that all are answered must see how far they went.
          unanswered.decrementAndGet();
        });
  }

  boolean allAnswered() {
    return unanswered.get() == 0;
  }

  /** The newer of these and what others know. */
  Map<String, Head> newest(Map<String, Head> others) {
    Map<String, Head> newest = new HashMap<>(others);
    heads.forEach((group, head) -> newest.merge(group, head, Head::max));
    return newest;
  }
}
