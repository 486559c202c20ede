package dev.ferry.server.testkit;

import java.time.Duration;

/**
 * What a {@link FaultProxy} does to its connections at one moment.
 *
 * @param refuse new connections are refused
 * @param holdToServer nothing is forwarded from clients to the server
 * @param holdToClient nothing is forwarded from the server to clients
 * @param latency how long each byte is kept, in each direction
 * @param bytesPerSecond at most this many for each connection and direction; 0 is no limit
 * @param slice at most this many bytes a write; 0 is no limit
 */
record Faults(
    boolean refuse,
    boolean holdToServer,
    boolean holdToClient,
    Duration latency,
    long bytesPerSecond,
    int slice) {
  static final Faults NONE = new Faults(false, false, false, Duration.ZERO, 0, 0);

  Faults {
    if (latency.isNegative() || bytesPerSecond < 0 || slice < 0) {
      throw new IllegalArgumentException(
          "latency, rate, slice: %s, %d, %d (expected: >= 0)"
              .formatted(latency, bytesPerSecond, slice));
    }
  }

  Faults withRefuse(boolean value) {
    return new Faults(value, holdToServer, holdToClient, latency, bytesPerSecond, slice);
  }

  Faults withHoldToServer(boolean value) {
    return new Faults(refuse, value, holdToClient, latency, bytesPerSecond, slice);
  }

  Faults withHoldToClient(boolean value) {
    return new Faults(refuse, holdToServer, value, latency, bytesPerSecond, slice);
  }

  Faults withLatency(Duration value) {
    return new Faults(refuse, holdToServer, holdToClient, value, bytesPerSecond, slice);
  }

  Faults withRate(long value) {
    return new Faults(refuse, holdToServer, holdToClient, latency, value, slice);
  }

  Faults withSlice(int value) {
    return new Faults(refuse, holdToServer, holdToClient, latency, bytesPerSecond, value);
  }
}
