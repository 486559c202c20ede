package dev.ferry.server.redis;

import dev.ferry.server.model.NodeId;
import java.security.SecureRandom;
import java.util.HexFormat;

/** One life of a node: another one under the same name is another run. */
record NodeRun(String value) {
  private static final int RANDOM_BYTES = 4;

  static NodeRun begin(NodeId node) {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return new NodeRun(node + "~" + HexFormat.of().formatHex(random));
  }

  byte[] bytes() {
    return Keys.bytes(value);
  }
}
