package dev.ferry.loadtest.worker;

import dev.ferry.loadtest.crowd.Crowd;
import dev.ferry.loadtest.figure.Meters;
import dev.ferry.loadtest.ledger.Head;
import dev.ferry.loadtest.ledger.Ledger;
import dev.ferry.loadtest.scenario.Assignment;
import dev.ferry.loadtest.scenario.Cast;
import dev.ferry.loadtest.scenario.Peers;
import dev.ferry.loadtest.scenario.Scenario;
import dev.ferry.loadtest.scenario.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Drives phones in this process. */
public final class LocalDriver implements Driver {
  private static final int POLL_EVERY_MS = 20;

  private final Crowd crowd;
  private final Stage stage;
  private final Cast cast;

  /** Written by {@link #open}. */
  private long openedAt;

  /** What each event loop had used then. */
  private long[] loopsBefore = {};

  /**
   * @param secret the key that signs tokens
   */
  public LocalDriver(Scenario scenario, Assignment assignment, String secret, Peers peers) {
    this.cast = new Cast(scenario);
    this.crowd = new Crowd(scenario.run().count("loops"), scenario.run().addresses("ifaddr"));
    this.stage = new Stage(assignment, peers, scenario, crowd, Tokens.signedWith(secret)::of);
  }

  @Override
  public void prepare() throws InterruptedException {
    cast.prepare(stage);
  }

  @Override
  public void begin() {
    cast.begin(stage);
  }

  @Override
  public void awaitDone(Duration patience) throws InterruptedException {
    cast.awaitDone(patience.toNanos());
  }

  @Override
  public void open() {
    loopsBefore = crowd.cpuNanos();
    openedAt = System.nanoTime();
    stage.meters().open();
  }

  @Override
  public List<Double> shut() {
    stage.meters().close();
    double nanos = System.nanoTime() - openedAt;
    long[] loops = crowd.cpuNanos();
    List<Double> shares = new ArrayList<>();
    for (int i = 0; i < loops.length; i++) {
      shares.add((loops[i] - loopsBefore[i]) / nanos);
    }
    return shares;
  }

  @Override
  public Runnable stopReading(double share) {
    return stage.stopReading(share);
  }

  @Override
  public void end() throws InterruptedException {
    cast.end();
  }

  @Override
  public void settle(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline && !settled(Map.of())) {
      TimeUnit.MILLISECONDS.sleep(POLL_EVERY_MS);
    }
  }

  /** {@link Stage#settled}. */
  boolean settled(Map<String, Head> known) {
    return stage.settled(known);
  }

  /** What this process knows of groups. */
  Map<String, Head> heads() {
    return stage.heads();
  }

  /** The last one of another process has a message that this one has sent. */
  void landed(long flight, long endedAt) {
    stage.landed(flight, endedAt);
  }

  @Override
  public List<String> problems() {
    return stage.problems();
  }

  @Override
  public Ledger ledger() {
    // While the phones are connected: of those that are not, nothing can be expected.
    stage.ledger().lookBesides();
    crowd.close();
    return stage.ledger();
  }

  @Override
  public Meters meters() {
    return stage.meters();
  }

  /** They always are. */
  @Override
  public void refresh() {}

  @Override
  public Map<String, Long> processes() {
    return Map.of("harness", ProcessHandle.current().pid());
  }

  @Override
  public void close() {
    crowd.close();
  }
}
