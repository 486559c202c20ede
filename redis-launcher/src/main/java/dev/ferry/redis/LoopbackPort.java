package dev.ferry.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports on 127.0.0.1 that nobody listens on at the moment, below the range from which kernels pick
 * ports for outgoing connections: a client that keeps dialling a dead port of that range ends up
 * connected to itself and holds the port.
 */
final class LoopbackPort {
  private static final int LOWEST = 10_240;

  /** The bus of a Cluster is 10,000 above its port and stays below that range too. */
  private static final int HIGHEST = 22_000;

  private static final int TO_CLUSTER_BUS = 10_000;
  private static final int TRIES = 1_000;

  private LoopbackPort() {}

  static int free() {
    return free(false);
  }

  static int freeWithClusterBus() {
    return free(true);
  }

  private static int free(boolean withClusterBus) {
    for (int tries = 0; tries < TRIES; tries++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (isFree(port) && (!withClusterBus || isFree(port + TO_CLUSTER_BUS))) {
        return port;
      }
    }
    throw new EmbeddedRedisException(
        "No free port between " + LOWEST + " and " + HIGHEST + " on 127.0.0.1");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
