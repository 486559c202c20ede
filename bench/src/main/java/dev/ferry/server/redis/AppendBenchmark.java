package dev.ferry.server.redis;

import dev.ferry.bench.Measured;
import dev.ferry.bench.Samples;
import dev.ferry.server.message.MessageLog;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.NewMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What the node does for a message on its way into the log and back from the bus, without the
 * socket to Redis and without Redis.
 */
public class AppendBenchmark extends Measured {
  private static final int SENDS_A_TURN = 16;
  private static final String REPLY =
      "*6\r\n$8\r\naccepted\r\n:"
          + Samples.EPOCH
          + "\r\n:4711\r\n:"
          + Samples.TIME_MS
          + "\r\n:4711\r\n$0\r\n\r\n";
  private static final String REPLIES = REPLY.repeat(SENDS_A_TURN);

  private final MemoryLink link = new MemoryLink();
  private final MessageLog log = log(link);
  private final NewMessage direct = Samples.message(Samples.DIRECT);
  private final NewMessage group = Samples.message(Samples.GROUP);
  private final byte[] stored = StoredForm.of(direct);
  private final byte[] heard =
      BusForm.of(Samples.DIRECT, Samples.entry(Samples.DIRECT, 4_711).place(), stored);
  private final byte[] channel = Keys.channel(Samples.SENDER);

  private static MessageLog log(RedisLink link) {
    LogScript.Settings settings = new LogScript.Settings(64, 100_000, false);
    return new RedisMessageLog(
        new AppendScript(link, settings, new Acceptance(link)),
        new GroupAppendScript(link, settings),
        new OperateScript(link, settings, new Acceptance(link), Duration.ofDays(1)),
        new PageScript(link, 1 << 20),
        Optional.empty());
  }

  /** A message to the bytes that the log keeps; per message. */
  @Benchmark
  public byte[] storedForm() {
    return StoredForm.of(direct);
  }

  /**
   * A message of a direct conversation to the bytes of its one command, and the reply to its place
   * in the log; per message, one a turn of the loop.
   */
  @Benchmark
  public Accepted directAppend() {
    CompletionStage<Accepted> accepted = log.append(direct);
    link.leave();
    link.answer(REPLY);
    return accepted.toCompletableFuture().join();
  }

  /** The same, 16 a turn; per message. */
  @Benchmark
  @OperationsPerInvocation(SENDS_A_TURN)
  public void sixteenDirectAppends(Blackhole accepted) {
    sixteen(direct, accepted);
  }

  /** A message of a group, 16 a turn; per message. */
  @Benchmark
  @OperationsPerInvocation(SENDS_A_TURN)
  public void sixteenGroupAppends(Blackhole accepted) {
    sixteen(group, accepted);
  }

  private void sixteen(NewMessage message, Blackhole accepted) {
    CompletionStage<Accepted> last = log.append(message);
    for (int i = 1; i < SENDS_A_TURN; i++) {
      accepted.consume(last);
      last = log.append(message);
    }
    link.leave();
    link.answer(REPLIES);
    accepted.consume(last.toCompletableFuture().join());
  }

  /** A message of the bus to the entry and its topic; per message. */
  @Benchmark
  public LogEntry heard(Blackhole topic) {
    topic.consume(Keys.topicOf(channel));
    return BusForm.entry(heard);
  }

  @TearDown
  public void end() {
    link.close();
  }
}
