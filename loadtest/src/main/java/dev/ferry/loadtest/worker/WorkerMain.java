package dev.ferry.loadtest.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;

/**
 * A worker process: does what its coordinator says on its standard input, answers on its standard
 * output, and ends when the first one ends, whatever the coordinator died of.
 */
public final class WorkerMain {
  private static final int NOT_UNDERSTOOD = 1;

  private WorkerMain() {}

  public static void main(String[] arguments) {
    InputStream orders = System.in;
    PrintStream answers = System.out;
    // Whatever else is printed must not get between the answers.
    System.setOut(System.err);
    Worker worker = new Worker();
    Thread writer = new Thread(() -> write(worker.wire(), answers), "ferry-load-answers");
    writer.setDaemon(true);
    writer.start();
    try {
      worker.wire().read(orders);
    } catch (IOException e) {
      System.err.println("worker: " + e.getMessage());
      System.exit(NOT_UNDERSTOOD);
    }
    System.exit(0);
  }

  private static void write(Wire wire, PrintStream answers) {
    try {
      wire.write(answers);
    } catch (IOException | InterruptedException e) {
      // The coordinator is gone; who reads its orders finds out.
    }
  }
}
