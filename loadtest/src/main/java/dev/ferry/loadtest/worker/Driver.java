package dev.ferry.loadtest.worker;

import dev.ferry.loadtest.figure.Meters;
import dev.ferry.loadtest.ledger.Ledger;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Drives the phones of a run, wherever they are. One thread uses it, in the order of the methods;
 * {@link #meters}, {@link #refresh}, {@link #processes} and {@link #stopReading} are for any.
 *
 * <p>Methods that wait throw {@link WorkerLostException} when a process that they need is gone.
 */
public interface Driver extends AutoCloseable {
  /** Brings online who must be, and makes the groups; blocks until that is done. */
  void prepare() throws InterruptedException;

  /** Begins the load. */
  void begin() throws InterruptedException;

  /** Waits so long, or until there is nothing more to do. */
  void awaitDone(Duration patience) throws InterruptedException;

  /** Times count from now on. The counts are up to date when it returns. */
  void open() throws InterruptedException;

  /**
   * What is meant to happen from now on does not count. The counts are up to date when it returns.
   *
   * @return the share of one processor that each event loop of the phones used since {@link #open}
   */
  List<Double> shut() throws InterruptedException;

  /**
   * Some of the phones read nothing from their sockets until the result is run. Any thread.
   *
   * @param share of all phones, 0 to 1
   */
  Runnable stopReading(double share);

  /** Nothing new begins after this. */
  void end() throws InterruptedException;

  /** Waits until every message has its answer, and every device what it must be shown. */
  void settle(Duration patience) throws InterruptedException;

  /** What every phone sent and was shown; ends the phones. */
  Ledger ledger() throws InterruptedException;

  /** What went wrong that makes the figures worthless; complete after {@link #ledger}. */
  List<String> problems();

  /** What the phones did, of all processes together, as of the last {@link #refresh}. */
  Meters meters();

  /** Brings the meters up to date; waits a second at most, and never throws. */
  void refresh();

  /** The processes that drive phones or help with it, by name. */
  Map<String, Long> processes();

  /** Ends the phones, and every process that was started for them. */
  @Override
  void close();
}
