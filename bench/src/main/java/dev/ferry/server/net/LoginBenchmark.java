package dev.ferry.server.net;

import dev.ferry.bench.Measured;
import dev.ferry.bench.Samples;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.UserId;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a login costs the node itself: 2,000 users are on its one loop, all of them members of the
 * same ten groups, and Redis answers without delay and for nothing.
 */
public class LoginBenchmark extends Measured {
  private static final int SESSIONS = 2_000;
  private static final int GROUPS = 10;
  private static final DeviceId DEVICE = new DeviceId("phone");

  private final MemoryNode node = new MemoryNode(Samples.groups(GROUPS));
  private final byte[] login = node.login(Samples.SENDER, Samples.DEVICE);

  public LoginBenchmark() {
    for (int i = 0; i < SESSIONS; i++) {
      node.join(new UserId("user" + i), DEVICE);
    }
  }

  /** From an accepted connection over its login, with an HS256 token, to its end; per login. */
  @Benchmark
  public long loginAndLeave() {
    MemoryChannel channel = node.open();
    channel.read(MemoryNode.wire(channel, login));
    node.run();
    channel.close();
    node.run();
    return node.bytesSent();
  }

  @TearDown
  public void end() {
    node.close();
  }
}
