package dev.ferry.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferry.bench.Samples;
import dev.ferry.server.delivery.Topic;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.UserId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That the node which benchmarks measure does what they count. */
class MemoryNodeTest {
  private static final DeviceId DEVICE = new DeviceId("phone");

  @Test
  void everySendOfAReadIsAcked() {
    try (MemoryNode node = new MemoryNode(List.of())) {
      MemoryChannel phone = node.connect(Samples.SENDER, DEVICE);
      long before = node.buffersSent();
      byte[] send = Samples.send(Samples.DIRECT);
      phone.read(MemoryNode.wire(phone, send, send, send));
      node.run();
      assertEquals(3, node.buffersSent() - before);
    }
  }

  @Test
  void entriesOfATurnReachEverySessionInOneBuffer() {
    try (MemoryNode node = new MemoryNode(Samples.groups(3))) {
      for (int i = 0; i < 100; i++) {
        node.connect(new UserId("user" + i), DEVICE);
      }
      long before = node.buffersSent();
      for (long seq = 2; seq < 7; seq++) {
        node.bus().entry(new Topic.OfGroup(Samples.GROUP), Samples.entry(Samples.GROUP, seq));
      }
      node.run();
      assertEquals(100, node.buffersSent() - before);
    }
  }

  @Test
  void whoLeavesGetsNothingAndHasNoSession() {
    try (MemoryNode node = new MemoryNode(Samples.groups(3))) {
      MemoryChannel phone = node.connect(Samples.SENDER, DEVICE);
      node.connect(new UserId("other"), DEVICE);
      phone.close();
      node.run();
      long before = node.buffersSent();
      node.bus().entry(new Topic.OfGroup(Samples.GROUP), Samples.entry(Samples.GROUP, 2));
      node.run();
      assertEquals(1, node.buffersSent() - before);
    }
  }
}
