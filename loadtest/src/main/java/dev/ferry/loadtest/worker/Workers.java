package dev.ferry.loadtest.worker;

import dev.ferry.loadtest.figure.Meters;
import dev.ferry.loadtest.ledger.Head;
import dev.ferry.loadtest.ledger.Ledger;
import dev.ferry.loadtest.ledger.LedgerOptions;
import dev.ferry.loadtest.scenario.Assignment;
import dev.ferry.loadtest.scenario.Scenario;
import dev.ferry.loadtest.scenario.ScenarioException;
import dev.ferry.loadtest.scenario.Share;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Drives phones in worker processes, each of which has an equal share of them. */
public final class Workers implements Driver {
  private static final Duration REFRESH_PATIENCE = Duration.ofSeconds(1);
  private static final Duration ANSWER_PATIENCE = Duration.ofMinutes(2);
  private static final int POLL_EVERY_MS = 50;
  private static final int WORKERS_MAX = 100;

  private final Assignment assignment;
  private final Path folder;
  private final Meeting meeting;
  private final Meters meters = new Meters();
  private final MeterReport report = new MeterReport(meters);
  private final List<WorkerProcess> workers = new CopyOnWriteArrayList<>();
  private final AtomicLong stops = new AtomicLong();
  private final List<String> problems = new ArrayList<>();

  /** Complete when all workers have nothing more to do. */
  private CompletableFuture<?> done = new CompletableFuture<>();

  private Workers(Assignment assignment, int count, LongSupplier memory, Path folder) {
    this.assignment = assignment;
    this.folder = folder;
    this.meeting = new Meeting(count, memory);
  }

  /**
   * Starts the processes, and returns when each knows what to do.
   *
   * @param secret the key that signs tokens
   * @param memory measures what the nodes use, of all together, in bytes
   * @param folder for what they print, and their parts of the ledger
   */
  public static Workers start(
      Scenario scenario, Assignment assignment, String secret, LongSupplier memory, Path folder)
      throws InterruptedException {
    int count = count(scenario);
    Workers workers = new Workers(assignment, count, memory, folder);
    boolean ready = false;
    try {
      for (int i = 0; i < count; i++) {
        workers.workers.add(WorkerProcess.start("worker-" + (i + 1), folder, workers::received));
      }
      List<CompletableFuture<Fields>> answers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Order order = new Order(scenario, assignment, new Share(i, count), secret);
        answers.add(workers.workers.get(i).ask(Verb.ASSIGN, order.fields()));
      }
      await(Answers.all(answers));
      ready = true;
      return workers;
    } finally {
      if (!ready) {
        workers.close();
      }
    }
  }

  /**
   * How many a scenario wants; 1 needs no other process.
   *
   * @throws ScenarioException when it cannot be so many
   */
  public static int count(Scenario scenario) {
    int count = scenario.run().count("workers");
    if (count > WORKERS_MAX) {
      throw new ScenarioException("workers: " + count + " (expected: 1 to " + WORKERS_MAX + ")");
    }
    return count;
  }

  private CompletableFuture<Map<String, Object>> received(Verb verb, Fields fields) {
    return switch (verb) {
      case MEET -> meeting.join(fields.truth("memory"));
      case LANDED -> {
        // The first one leads, and sends what others wait for.
        workers
            .get(0)
            .tell(
                Verb.LANDED, Map.of("flight", fields.number("flight"), "at", fields.number("at")));
        yield CompletableFuture.completedFuture(Fields.NONE);
      }
      default -> throw new IllegalArgumentException("verb: " + verb + " (expected: meet, landed)");
    };
  }

  private CompletableFuture<List<Fields>> ask(Verb verb, Map<String, Object> fields) {
    return Answers.all(workers.stream().map(worker -> worker.ask(verb, fields)).toList());
  }

  private List<Fields> askAndWait(Verb verb) throws InterruptedException {
    return await(ask(verb, Fields.NONE));
  }

  /** For threads that nobody interrupts. */
  private static void join(CompletableFuture<?> answers) {
    answers.orTimeout(ANSWER_PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  /** Not for what may take as long as it likes. */
  private static <T> T await(CompletableFuture<T> answers) throws InterruptedException {
    if (!Answers.await(answers, ANSWER_PATIENCE)) {
      throw new WorkerLostException("a worker does not answer within " + ANSWER_PATIENCE);
    }
    return answers.join();
  }

  @Override
  public void prepare() throws InterruptedException {
    Answers.await(ask(Verb.PREPARE, Fields.NONE));
  }

  @Override
  public void begin() throws InterruptedException {
    askAndWait(Verb.BEGIN);
    done = ask(Verb.AWAIT_DONE, Fields.NONE);
  }

  @Override
  public void awaitDone(Duration patience) throws InterruptedException {
    Answers.await(done, patience);
  }

  @Override
  public void open() throws InterruptedException {
    askAndWait(Verb.OPEN).forEach(report::add);
  }

  @Override
  public List<Double> shut() throws InterruptedException {
    List<Double> shares = new ArrayList<>();
    for (Fields answer : askAndWait(Verb.SHUT)) {
      report.add(answer);
      shares.addAll(answer.reals("loops"));
    }
    return shares;
  }

  @Override
  public Runnable stopReading(double share) {
    long number = stops.incrementAndGet();
    join(ask(Verb.STOP_READING, Map.of("share", share, "number", number)));
    return () -> join(ask(Verb.READ_ON, Map.of("number", number)));
  }

  @Override
  public void end() throws InterruptedException {
    askAndWait(Verb.END);
  }

  @Override
  public void settle(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Map<String, Head> told = Map.of();
    while (System.nanoTime() < deadline) {
      List<Fields> answers = await(ask(Verb.SETTLED, HeadsForm.fields(told, Map.of())));
      Map<String, Head> known = HeadsForm.newest(answers.stream().map(HeadsForm::of).toList());
      // A worker that has not heard of a group's newest entry does not know that it misses it.
      if (known.equals(told) && answers.stream().allMatch(answer -> answer.truth("settled"))) {
        return;
      }
      told = known;
      TimeUnit.MILLISECONDS.sleep(POLL_EVERY_MS);
    }
  }

  @Override
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** Merges those of the workers. */
  @Override
  public Ledger ledger() throws InterruptedException {
    Ledger ledger =
        new Ledger(
            new LedgerOptions(workers.size(), assignment.salt(), assignment.mayRollBack()),
            assignment::elapsedMs);
    List<CompletableFuture<Fields>> answers =
        workers.stream()
            .map(worker -> worker.ask(Verb.EXPORT, Map.of("file", part(worker).toString())))
            .toList();
    List<Fields> exported = await(Answers.all(answers));
    for (int i = 0; i < workers.size(); i++) {
      WorkerProcess worker = workers.get(i);
      exported.get(i).texts("problems").forEach(text -> problems.add(worker.name() + ": " + text));
      merge(ledger, part(worker));
    }
    return ledger;
  }

  private Path part(WorkerProcess worker) {
    return folder.resolve(worker.name() + ".ledger").toAbsolutePath();
  }

  private static void merge(Ledger ledger, Path part) {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(part)))) {
      ledger.merge(in);
      Files.delete(part);
    } catch (IOException e) {
      throw new UncheckedIOException(part.toString(), e);
    }
  }

  @Override
  public Meters meters() {
    return meters;
  }

  @Override
  public void refresh() {
    List<CompletableFuture<Void>> added =
        workers.stream()
            .map(worker -> worker.ask(Verb.REPORT, Fields.NONE).thenAccept(report::add))
            .toList();
    CompletableFuture.allOf(added.toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, REFRESH_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(lost -> null) // Whoever waits for that worker is told.
        .join();
  }

  @Override
  public Map<String, Long> processes() {
    Map<String, Long> processes = new LinkedHashMap<>();
    processes.put("harness", ProcessHandle.current().pid());
    workers.forEach(worker -> processes.put(worker.name(), worker.pid()));
    return processes;
  }

  @Override
  public void close() {
    workers.forEach(WorkerProcess::dismiss);
    workers.forEach(WorkerProcess::close);
  }
}
