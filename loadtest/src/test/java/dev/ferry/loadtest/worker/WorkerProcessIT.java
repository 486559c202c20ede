package dev.ferry.loadtest.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real worker process, to which nothing was assigned. */
@Timeout(60)
class WorkerProcessIT {
  @TempDir private Path folder;

  private WorkerProcess worker;
  private ProcessHandle handle;

  @BeforeEach
  void start() {
    worker =
        WorkerProcess.start(
            "worker-1", folder, (verb, fields) -> CompletableFuture.completedFuture(Map.of()));
    handle = ProcessHandle.of(worker.pid()).orElseThrow();
  }

  @AfterEach
  void close() {
    worker.close();
  }

  private static Throwable failure(CompletableFuture<Fields> answer) {
    CompletionException failure = assertThrows(CompletionException.class, answer::join);
    return Objects.requireNonNull(failure.getCause());
  }

  @Test
  void whatItCannotDoItSays() {
    String words = failure(worker.ask(Verb.PREPARE, Map.of())).toString();
    assertTrue(words.contains("worker-1") && words.contains("nothing is assigned yet"), words);
    assertTrue(handle.isAlive());
  }

  @Test
  void itsDeathIsToldToWhoeverWaits() {
    failure(worker.ask(Verb.REPORT, Map.of()));
    handle.destroyForcibly();
    CompletableFuture<Fields> waiting = worker.ask(Verb.REPORT, Map.of());
    Throwable reason = failure(waiting);
    assertInstanceOf(WorkerLostException.class, reason);
    assertTrue(String.valueOf(reason.getMessage()).contains("exit status 137"), reason::toString);
  }

  @Test
  void endsByItselfWhenNothingMoreWillCome() {
    worker.dismiss();
    handle.onExit().join();
    assertEquals("worker-1 was dismissed", failure(worker.ask(Verb.END, Map.of())).getMessage());
  }
}
