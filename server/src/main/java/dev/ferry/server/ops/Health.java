package dev.ferry.server.ops;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The readiness of this node: every check must hold. Facts are shown beside them. Thread-safe once
 * filled.
 */
public final class Health {
  private final Map<String, BooleanSupplier> checks = new LinkedHashMap<>();
  private final Map<String, String> facts = new LinkedHashMap<>();

  /** Set once, when the node begins to leave; any thread. */
  private volatile boolean leaving;

  /**
   * @param text one {@code name: value} a line
   */
  public record Report(boolean ok, String text) {}

  /** Adds a check; it must answer at once. Before the first request only. */
  public void check(String name, BooleanSupplier holds) {
    checks.put(name, holds);
  }

  /** Adds something that operators want to read. Before the first request only. */
  public void fact(String name, String value) {
    facts.put(name, value);
  }

  /** From here on the node is not ready. */
  public void leave() {
    leaving = true;
  }

  public Report readiness() {
    StringBuilder text = new StringBuilder();
    boolean ok = !leaving;
    for (Map.Entry<String, BooleanSupplier> check : checks.entrySet()) {
      boolean holds = check.getValue().getAsBoolean();
      ok &= holds;
      text.append('\n').append(check.getKey()).append(": ").append(holds ? "ok" : "failing");
    }
    facts.forEach((name, value) -> text.append('\n').append(name).append(": ").append(value));
    return new Report(ok, (ok ? "ready" : leaving ? "leaving" : "not ready") + text);
  }
}
