package dev.ferry.loadtest.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The coordinator's end of the line to one worker, which is a JVM like this one. It ends with this
 * process, whatever that dies of. Thread-safe.
 */
final class WorkerProcess implements AutoCloseable {
  private static final int OUTPUT_LINES_SHOWN = 20;
  private static final int EXIT_PATIENCE_S = 5;

  private final String name;
  private final Path log;
  private final Process process;
  private final Wire wire;

  /** Any thread. */
  private volatile boolean closing;

  private WorkerProcess(String name, Path log, Wire.Receiver receiver) throws IOException {
    this.name = name;
    this.log = log;
    this.wire = new Wire(receiver);
    this.process =
        new ProcessBuilder(command()).redirectError(Redirect.appendTo(log.toFile())).start();
    daemon(name + "-answers", this::read);
    daemon(name + "-orders", this::write);
  }

  /**
   * @param folder where what it prints goes, under its name
   */
  static WorkerProcess start(String name, Path folder, Wire.Receiver receiver) {
    try {
      return new WorkerProcess(name, folder.resolve(name + ".log"), receiver);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** This JVM's options, but for agents, which want ports and files of their own. */
  private static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!option.startsWith("-agent") && !option.startsWith("-javaagent")) {
        command.add(option);
      }
    }
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), WorkerMain.class.getName()));
    return command;
  }

  private static void daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  /** A request; its answer fails with what went wrong there, or that the worker is gone. */
  CompletableFuture<Fields> ask(Verb verb, Map<String, Object> fields) {
    return wire.ask(verb, fields)
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedFuture(
                    failure instanceof WorkerLostException
                        ? failure
                        : new IllegalStateException(name + ": " + failure.getMessage(), failure)));
  }

  void tell(Verb verb, Map<String, Object> fields) {
    wire.tell(verb, fields);
  }

  private void read() {
    String said = "ended";
    try {
      wire.read(process.getInputStream());
    } catch (IOException e) {
      said = String.valueOf(e.getMessage());
    }
    if (!exits()) {
      process.destroyForcibly();
    }
    if (!closing) {
      wire.end(new WorkerLostException(obituary(said)));
    }
  }

  private void write() {
    try (OutputStream orders = process.getOutputStream()) {
      wire.write(orders);
    } catch (IOException | InterruptedException e) {
      // Who reads finds out what became of the worker.
    }
  }

  private boolean exits() {
    try {
      return process.waitFor(EXIT_PATIENCE_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String obituary(String said) {
    String exit = process.isAlive() ? "" : ", exit status " + process.exitValue();
    List<String> lines;
    try {
      lines = Files.readAllLines(log);
    } catch (IOException e) {
      lines = List.of();
    }
    int from = Math.max(0, lines.size() - OUTPUT_LINES_SHOWN);
    String tail = String.join("\n", lines.subList(from, lines.size()));
    return name + " is gone: " + said + exit + (tail.isEmpty() ? "" : "; it said:\n" + tail);
  }

  /** It ends when it reads that nothing more will come. */
  void dismiss() {
    closing = true;
    wire.end(new WorkerLostException(name + " was dismissed"));
  }

  /** Dismisses it, waits for a moment, then kills it. */
  @Override
  public void close() {
    dismiss();
    if (!exits()) {
      process.destroyForcibly();
    }
  }
}
