package dev.ferry.server.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class NodesIT {
  private static final String STUB = StubNode.class.getName();

  @TempDir private Path folder;

  @Test
  void nodesShareRedisAndSecretAndLittleElse() {
    try (Nodes nodes =
        Nodes.start(folder, 2, node -> node.mainClass(STUB).redis("redis://127.0.0.1:1"))) {
      assertEquals(2, nodes.count());
      assertEquals("n1", nodes.get(0).id());
      assertEquals("n2", nodes.get(1).id());
      assertArrayEquals(nodes.get(0).secret(), nodes.get(1).secret());
      assertTrue(nodes.get(1).output().contains("--redis, redis://127.0.0.1:1"));
      assertTrue(nodes.get(0).isReady() && nodes.get(1).isReady());
    }
  }

  @Test
  void whenOneFailsTheOthersAreEnded() {
    List<Path> started = new ArrayList<>();
    assertThrows(
        IllegalStateException.class,
        () ->
            Nodes.start(
                folder,
                2,
                node -> {
                  started.add(folder);
                  return started.size() == 1
                      ? node.mainClass(STUB)
                      : node.mainClass(STUB).arguments("--fail");
                }));
    assertEquals(2, started.size());
    assertTrue(
        ProcessHandle.current().descendants().noneMatch(NodesIT::isStub),
        "a node outlived its failed start");
  }

  private static boolean isStub(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains(STUB);
  }
}
