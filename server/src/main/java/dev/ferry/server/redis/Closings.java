package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code close_session.lua}, again until Redis has taken it: a session that is over must not stand
 * in the way of another for as long as its token is good. Thread-safe.
 */
final class Closings {
  /** Ends that may wait for Redis; those beyond count until their device logs in again. */
  private static final int WAITING_MAX = 100_000;

  /** Far below what {@link RedisSettings#queueMax} lets wait on a connection. */
  private static final int AGAIN_MAX = 1000;

  private final Script script;
  private final Queue<Closing> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingCount = new AtomicInteger();

  /**
   * The end of a session.
   *
   * @param which its stamp, or the hash of its resume token
   */
  private record Closing(UserId user, DeviceId device, byte[] which) {}

  Closings(RedisLink link) {
    this.script = Script.named("close_session", link.batch());
  }

  /** Fails with {@code UNAVAILABLE}, and is tried again then. */
  CompletionStage<?> close(UserId user, DeviceId device, byte[] which) {
    return close(new Closing(user, device, which));
  }

  /** Tries those again that Redis did not take. */
  void again() {
    for (int i = 0; i < AGAIN_MAX; i++) {
      Closing next = waiting.poll();
      if (next == null) {
        return;
      }
      waitingCount.decrementAndGet();
      close(next);
    }
  }

  private CompletionStage<?> close(Closing closing) {
    return Failures.refusing(
        script
            .run(
                new byte[][] {Keys.sessions(closing.user())},
                bytes(closing.device().value()),
                closing.which())
            .whenComplete(
                (done, failure) -> {
                  if (failure != null && Failures.refusal(failure).reason() == Reason.UNAVAILABLE) {
                    keep(closing);
                  }
                }));
  }

  private void keep(Closing closing) {
    if (waitingCount.incrementAndGet() > WAITING_MAX) {
      waitingCount.decrementAndGet();
    } else {
      waiting.add(closing);
    }
  }
}
