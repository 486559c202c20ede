package dev.ferry.loadtest.worker;

import dev.ferry.loadtest.ledger.Ledger;
import dev.ferry.loadtest.scenario.Peers;
import dev.ferry.loadtest.scenario.Share;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** A worker's own end of the line: does the coordinator's requests with the phones of its share. */
final class Worker implements Wire.Receiver {
  private static final Duration FOR_EVER = Duration.ofDays(365);

  private static final ThreadFactory THREADS =
      task -> {
        Thread thread = new Thread(task, "ferry-load-worker");
        thread.setDaemon(true);
        return thread;
      };

  private final Wire wire = new Wire(this);

  /** Does what takes its time, one after the other. */
  private final Executor turn = Executors.newSingleThreadExecutor(THREADS);

  /** What ends each time of not reading, by its number; as many as there are faults at once. */
  private final Map<Long, Runnable> stopped = new ConcurrentHashMap<>();

  /** Written once, by {@link #turn}. */
  private volatile @Nullable Job job;

  private record Job(LocalDriver driver, MeterReport report) {}

  private interface Task {
    Map<String, Object> run() throws InterruptedException;
  }

  Wire wire() {
    return wire;
  }

  @Override
  public CompletableFuture<Map<String, Object>> receive(Verb verb, Fields fields) {
    return switch (verb) {
      case ASSIGN -> inTurn(() -> assign(Order.of(fields)));
      case PREPARE -> inTurn(this::prepare);
      case BEGIN -> inTurn(this::begin);
      case AWAIT_DONE -> apart(this::awaitDone);
      case OPEN -> inTurn(this::open);
      case SHUT -> inTurn(this::shut);
      case REPORT -> CompletableFuture.completedFuture(job().report.take());
      case STOP_READING -> inTurn(() -> stopReading(fields));
      case READ_ON -> inTurn(() -> readOn(fields));
      case END -> inTurn(this::end);
      case SETTLED -> inTurn(() -> settled(fields));
      case EXPORT -> inTurn(() -> export(Path.of(fields.text("file"))));
      case LANDED -> landed(fields);
      default -> throw new IllegalArgumentException("verb: " + verb + " (expected: a request)");
    };
  }

  private CompletableFuture<Map<String, Object>> inTurn(Task task) {
    return CompletableFuture.supplyAsync(() -> done(task), turn);
  }

  /** On a thread of its own. */
  private static CompletableFuture<Map<String, Object>> apart(Task task) {
    return CompletableFuture.supplyAsync(() -> done(task), each -> THREADS.newThread(each).start());
  }

  private static Map<String, Object> done(Task task) {
    try {
      return task.run();
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
  }

  private Job job() {
    Job now = job;
    if (now == null) {
      throw new IllegalStateException("nothing is assigned yet");
    }
    return now;
  }

  private Map<String, Object> assign(Order order) {
    LocalDriver driver =
        new LocalDriver(
            order.scenario(), order.assignment(), order.secret(), new Others(order.share()));
    job = new Job(driver, new MeterReport(driver.meters()));
    return Fields.NONE;
  }

  private Map<String, Object> prepare() throws InterruptedException {
    job().driver.prepare();
    return Fields.NONE;
  }

  private Map<String, Object> begin() {
    job().driver.begin();
    return Fields.NONE;
  }

  private Map<String, Object> awaitDone() throws InterruptedException {
    job().driver.awaitDone(FOR_EVER);
    return Fields.NONE;
  }

  private Map<String, Object> open() {
    job().driver.open();
    return job().report.take();
  }

  private Map<String, Object> shut() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("loops", job().driver.shut());
    fields.putAll(job().report.take());
    return fields;
  }

  private Map<String, Object> stopReading(Fields fields) {
    Runnable readOn = job().driver.stopReading(fields.real("share"));
    stopped.put(fields.number("number"), readOn);
    return Fields.NONE;
  }

  private Map<String, Object> readOn(Fields fields) {
    Runnable readOn = stopped.remove(fields.number("number"));
    if (readOn != null) {
      readOn.run();
    }
    return Fields.NONE;
  }

  private Map<String, Object> end() throws InterruptedException {
    job().driver.end();
    return Fields.NONE;
  }

  private Map<String, Object> settled(Fields fields) {
    LocalDriver driver = job().driver;
    boolean settled = driver.settled(HeadsForm.of(fields));
    return HeadsForm.fields(driver.heads(), Map.of("settled", settled));
  }

  private CompletableFuture<Map<String, Object>> landed(Fields fields) {
    job().driver.landed(fields.number("flight"), fields.number("at"));
    return CompletableFuture.completedFuture(Fields.NONE);
  }

  private Map<String, Object> export(Path file) {
    LocalDriver driver = job().driver;
    Ledger ledger = driver.ledger();
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      ledger.export(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of("problems", driver.problems());
  }

  /** The other workers, through the coordinator. */
  private final class Others implements Peers {
    private final Share share;

    Others(Share share) {
      this.share = share;
    }

    @Override
    public Share share() {
      return share;
    }

    @Override
    public void meet() throws InterruptedException {
      meet(false);
    }

    @Override
    public long nodeMemoryBytes() throws InterruptedException {
      return meet(true).number("memory");
    }

    private Fields meet(boolean memory) throws InterruptedException {
      return Answers.await(wire.ask(Verb.MEET, Map.of("memory", memory)));
    }

    @Override
    public void landed(long flight, long endedAt) {
      wire.tell(Verb.LANDED, Map.of("flight", flight, "at", endedAt));
    }
  }
}
