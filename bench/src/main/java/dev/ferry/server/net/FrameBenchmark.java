package dev.ferry.server.net;

import dev.ferry.bench.Measured;
import dev.ferry.bench.Samples;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Ping;
import dev.ferry.server.delivery.PushEncoder;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.request.Frames;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Frames through the TCP pipeline and the peer behind it, as they come from a socket's read and as
 * they go to its write; without the system calls, and with a log that answers at once.
 */
public class FrameBenchmark extends Measured {
  private static final int FRAMES_A_READ = 16;

  private final MemoryNode node = new MemoryNode(List.of());
  private final MemoryChannel channel = node.connect(Samples.SENDER, Samples.DEVICE);
  private final PushEncoder pushes = Frames.pushes();
  private final LogEntry entry = Samples.entry(Samples.DIRECT, 4_711);
  private final byte[] ping =
      ClientFrame.newBuilder()
          .setRequestId(1_000)
          .setPing(Ping.getDefaultInstance())
          .build()
          .toByteArray();
  private final byte[] send = Samples.send(Samples.DIRECT);
  private final byte[][] sends = new byte[FRAMES_A_READ][];

  public FrameBenchmark() {
    Arrays.fill(sends, send);
  }

  /** One read with one ping, to the flush of its answer; per frame. The cheapest request. */
  @Benchmark
  public long ping() {
    return answered(MemoryNode.wire(channel, ping));
  }

  /**
   * One read with one send to a direct conversation, to the flush of its ack; per frame. Framing,
   * parsing, checks, the message for the log, the ack's encoding.
   */
  @Benchmark
  public long send() {
    return answered(MemoryNode.wire(channel, send));
  }

  /** One read with 16 sends, to the one flush of their acks; per frame. */
  @Benchmark
  @OperationsPerInvocation(FRAMES_A_READ)
  public long sixteenSends() {
    return answered(MemoryNode.wire(channel, sends));
  }

  private long answered(ByteBuf read) {
    channel.read(read);
    node.run();
    return node.bytesSent();
  }

  /** An entry of the log to the encoded push that all of its receivers share; per entry. */
  @Benchmark
  public byte[] encodePush() {
    return pushes.entry(entry);
  }

  @TearDown
  public void end() {
    node.close();
  }
}
