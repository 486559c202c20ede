package dev.ferry.loadtest.report;

import java.util.Map;

/** Latencies as people call them. */
final class LatencyNames {
  private static final Map<String, String> LABELS =
      Map.of(
          "ack_ms", "send → ack",
          "deliver_ms", "send → delivery",
          "last_of_group_ms", "send → last of the group",
          "login_ms", "login",
          "reconnect_ms", "reconnect",
          "drain_ms", "offline messages drained",
          "readers_ms", "list of readers",
          "online_ms", "comes online → watcher",
          "offline_ms", "goes offline → watcher");

  private LatencyNames() {}

  static String label(String name) {
    return LABELS.getOrDefault(name, name);
  }
}
