package dev.ferry.loadtest.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Lines to and from another process: requests, their answers, and news that want none. Two threads
 * call {@link #read} and {@link #write}; everything else is for any and never blocks.
 */
final class Wire {
  /** Lines to be written; beyond that, the other process has stopped reading and counts as gone. */
  private static final int WAITING_MAX = 100_000;

  private static final String REASON = "reason";

  /** Wakes the thread that writes, for it to see that this has ended. */
  private static final Line END = new Line(Verb.DONE, 0, Map.of());

  private final Receiver receiver;
  private final BlockingQueue<Line> waiting = new LinkedBlockingQueue<>(WAITING_MAX);
  private final AtomicLong numbers = new AtomicLong();

  /** Requests without an answer; the caller bounds how many there are. */
  private final Map<Long, CompletableFuture<Fields>> asked = new ConcurrentHashMap<>();

  /** Why nothing goes through any more. Written under this object's lock. */
  private volatile @Nullable RuntimeException gone;

  /** Takes the other process's requests and news. */
  interface Receiver {
    /**
     * On the thread that reads, so it must not block; the answer goes out when it is complete.
     *
     * @throws RuntimeException instead of an answer that fails
     */
    CompletableFuture<Map<String, Object>> receive(Verb verb, Fields fields);
  }

  Wire(Receiver receiver) {
    this.receiver = receiver;
  }

  /** A request; its answer fails with what the other process says, or when that is gone. */
  CompletableFuture<Fields> ask(Verb verb, Map<String, Object> fields) {
    long number = numbers.incrementAndGet();
    CompletableFuture<Fields> answer = new CompletableFuture<>();
    asked.put(number, answer);
    send(new Line(verb, number, fields));
    RuntimeException reason = gone;
    if (reason != null) {
      fail(number, reason);
    }
    return answer;
  }

  /** News; lost when the other process is gone. */
  void tell(Verb verb, Map<String, Object> fields) {
    send(new Line(verb, 0, fields));
  }

  private void send(Line line) {
    if (gone == null && !waiting.offer(line)) {
      end(new IllegalStateException(WAITING_MAX + " lines wait to be read"));
    }
  }

  /** Everything that waits for an answer fails; later requests do at once. */
  synchronized void end(RuntimeException reason) {
    if (gone == null) {
      gone = reason;
    }
    RuntimeException first = gone;
    // When there is no room, it does not sleep.
    boolean unused = waiting.offer(END);
    asked.keySet().forEach(number -> fail(number, first));
  }

  private void fail(long number, RuntimeException reason) {
    CompletableFuture<Fields> answer = asked.remove(number);
    if (answer != null) {
      answer.completeExceptionally(reason);
    }
  }

  /** Writes until this is ended. */
  void write(OutputStream to) throws IOException, InterruptedException {
    while (gone == null) {
      Line first = waiting.take();
      if (gone == null) {
        write(first, to);
      }
    }
  }

  /** Writes what waits now; for tests. */
  void writeWaiting(OutputStream to) throws IOException {
    write(waiting.poll(), to);
  }

  /** That line and all behind it, flushed once. */
  private void write(@Nullable Line first, OutputStream to) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(to, UTF_8));
    for (Line line = first; line != null; line = waiting.poll()) {
      writer.write(line.text());
      writer.write('\n');
    }
    writer.flush();
  }

  /**
   * Reads until the other process ends; what waits for answers still waits then.
   *
   * @throws IOException when it says what can't be understood
   */
  void read(InputStream from) throws IOException {
    BufferedReader reader = new BufferedReader(new InputStreamReader(from, UTF_8));
    for (String text = reader.readLine(); text != null; text = reader.readLine()) {
      take(Line.parse(text));
    }
  }

  private void take(Line line) {
    switch (line.verb()) {
      case DONE -> answered(line, null);
      case FAILED ->
          answered(line, new IllegalStateException(new Fields(line.fields()).text(REASON)));
      default -> receive(line);
    }
  }

  private void answered(Line line, @Nullable RuntimeException failure) {
    CompletableFuture<Fields> answer = asked.remove(line.request());
    if (answer == null) {
      return;
    }
    if (failure == null) {
      answer.complete(new Fields(line.fields()));
    } else {
      answer.completeExceptionally(failure);
    }
  }

  private void receive(Line line) {
    CompletableFuture<Map<String, Object>> answer;
    try {
      answer = receiver.receive(line.verb(), new Fields(line.fields()));
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    if (line.request() != 0) {
      answer.whenComplete((fields, failure) -> answer(line.request(), fields, failure));
    }
  }

  private void answer(
      long request, @Nullable Map<String, Object> fields, @Nullable Throwable failure) {
    if (failure == null) {
      send(new Line(Verb.DONE, request, Objects.requireNonNull(fields)));
      return;
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    send(new Line(Verb.FAILED, request, Map.of(REASON, String.valueOf(cause))));
  }
}
