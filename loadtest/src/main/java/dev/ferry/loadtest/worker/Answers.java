package dev.ferry.loadtest.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for answers. */
final class Answers {
  private Answers() {}

  /** The answer; throws why there is none. */
  static <T> T await(CompletableFuture<T> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw unchecked(e);
    }
  }

  /** Waits no longer than that; whether it is there. */
  static boolean await(CompletableFuture<?> answer, Duration patience) throws InterruptedException {
    try {
      answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw unchecked(e);
    }
  }

  private static RuntimeException unchecked(ExecutionException e) {
    return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
  }

  /** All answers, or the first failure, without waiting for the rest. */
  static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> answers) {
    CompletableFuture<List<T>> all =
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
            .thenApply(done -> answers.stream().map(CompletableFuture::join).toList());
    answers.forEach(
        answer ->
            answer.whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    all.completeExceptionally(failure);
                  }
                }));
    return all;
  }
}
