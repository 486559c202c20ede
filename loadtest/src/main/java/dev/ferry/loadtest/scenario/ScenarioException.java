package dev.ferry.loadtest.scenario;

/** A scenario, or a setting of one, that cannot be used; the message says which and why. */
public final class ScenarioException extends RuntimeException {
  public ScenarioException(String message) {
    super(message);
  }
}
