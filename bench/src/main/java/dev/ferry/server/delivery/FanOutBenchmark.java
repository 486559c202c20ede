package dev.ferry.server.delivery;

import dev.ferry.bench.Measured;
import dev.ferry.bench.Samples;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.UserId;
import dev.ferry.server.net.MemoryNode;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.TearDown;

/**
 * From the bus to the flush of every receiver's channel, on one loop with 2,000 sessions that are
 * members of one group and of nine others; without the system calls.
 */
public class FanOutBenchmark extends Measured {
  private static final int SESSIONS = 2_000;
  private static final int GROUPS = 10;
  private static final int BURST = 32;

  private final MemoryNode node = new MemoryNode(Samples.groups(GROUPS));
  private final BusListener bus = node.bus();
  private final Topic group = new Topic.OfGroup(Samples.GROUP);
  private final UserId receiver = new UserId("user0");
  private final Topic user = new Topic.OfUser(receiver);

  /** Of the group's log; its first entry was there before the sessions. */
  private long seq = 1;

  public FanOutBenchmark() {
    DeviceId device = new DeviceId("phone");
    for (int i = 0; i < SESSIONS; i++) {
      node.join(new UserId("user" + i), device);
    }
  }

  /** One entry of the group to 2,000 sessions; per delivery. */
  @Benchmark
  @OperationsPerInvocation(SESSIONS)
  public long groupEntry() {
    bus.entry(group, Samples.entry(Samples.GROUP, ++seq));
    return flushed();
  }

  /** 32 entries of the group, which came together, to 2,000 sessions; per delivery. */
  @Benchmark
  @OperationsPerInvocation(SESSIONS * BURST)
  public long groupBurst() {
    for (int i = 0; i < BURST; i++) {
      bus.entry(group, Samples.entry(Samples.GROUP, ++seq));
    }
    return flushed();
  }

  /** An entry of a direct conversation to its one receiver here; per delivery. */
  @Benchmark
  public long directEntry() {
    bus.entry(user, Samples.entry(Samples.DIRECT, ++seq));
    return flushed();
  }

  private long flushed() {
    node.run();
    return node.bytesSent();
  }

  @TearDown
  public void end() {
    node.close();
  }
}
