package dev.ferry.server.account;

import java.time.Duration;
import java.util.Optional;

/**
 * What a token must say besides being genuine.
 *
 * @param issuer required {@code iss}; empty accepts any
 * @param audience value that {@code aud} must hold; empty accepts any
 * @param leeway how far clocks may differ when times are compared; 0 to 60 s
 */
public record TokenRules(Optional<String> issuer, Optional<String> audience, Duration leeway) {
  private static final Duration LEEWAY_MAX = Duration.ofSeconds(60);

  public TokenRules {
    if (leeway.isNegative() || leeway.compareTo(LEEWAY_MAX) > 0) {
      throw new IllegalArgumentException("leeway: " + leeway + " (expected: 0 to 60 s)");
    }
  }
}
