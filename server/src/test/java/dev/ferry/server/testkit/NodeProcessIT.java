package dev.ferry.server.testkit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.loadtest.fleet.NodeProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class NodeProcessIT {
  private static final int SIGTERM_EXIT = 128 + 15;

  @TempDir private Path folder;

  @Test
  void startsWithItsArgumentsAndIsReady() {
    try (NodeProcess node = stub().id("n7").redis("redis://127.0.0.1:1").start()) {
      assertTrue(node.isReady());
      assertTrue(node.output().contains("--node-id, n7, --redis, redis://127.0.0.1:1]"));
      assertTrue(node.output().contains("--tcp-port, " + node.tcp().getPort()));
      assertEquals(200, node.get("/readyz").statusCode());
      assertEquals(43, node.secret().length);
      assertEquals('E', node.secret()[42]);
    }
  }

  @Test
  void twoNodesHaveTheirOwnPorts() {
    try (NodeProcess one = stub().id("n1").start();
        NodeProcess two = stub().id("n2").start()) {
      assertTrue(one.isReady() && two.isReady());
      assertFalse(one.http().equals(two.http()));
      assertFalse(one.tcp().equals(two.tcp()));
    }
  }

  @Test
  void killedNodeStartsAgainOnItsPorts() {
    try (NodeProcess node = stub().start()) {
      long pid = node.pid();
      node.kill();
      assertFalse(node.isAlive());
      assertFalse(node.isReady());
      node.start();
      assertTrue(node.isReady());
      assertFalse(node.pid() == pid);
    }
  }

  @Test
  void terminateTellsTheExitCode() {
    try (NodeProcess node = stub().start()) {
      assertEquals(SIGTERM_EXIT, node.terminate());
    }
  }

  @Test
  void frozenNodeAnswersOnlyAfterItResumes() {
    try (NodeProcess node = stub().start()) {
      node.freeze();
      await().until(() -> !node.isReady());
      assertTrue(node.isAlive());
      node.resume();
      await().until(node::isReady);
    }
  }

  @Test
  void aNodeThatExitsFailsWithItsOutput() {
    IllegalStateException failure =
        assertThrows(IllegalStateException.class, () -> stub().arguments("--fail").start());
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.startsWith("n1 exited with 3"), message);
    assertTrue(message.endsWith("no luck"), message);
  }

  @Test
  void aNodeThatIsNeverReadyFailsInTime() {
    NodeProcess.Builder builder =
        stub().arguments("--never-ready").readyWithin(Duration.ofSeconds(2));
    IllegalStateException failure = assertThrows(IllegalStateException.class, builder::start);
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.startsWith("n1 was not ready"), message);
  }

  @Test
  void closeLeavesNoProcessBehind() {
    NodeProcess node = stub().start();
    long pid = node.pid();
    node.freeze();
    node.close();
    assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
  }

  private NodeProcess.Builder stub() {
    return NodeProcess.in(folder).mainClass(StubNode.class.getName());
  }
}
