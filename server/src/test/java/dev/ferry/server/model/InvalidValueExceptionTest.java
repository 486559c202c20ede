package dev.ferry.server.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class InvalidValueExceptionTest {
  @Test
  void aShortValueIsToldWhole() {
    assertEquals("al ice", new InvalidValueException("user", "al ice", "a user").value());
  }

  /** A character of two Java chars on the cut would leave half of one, which is no text. */
  @Test
  void aShortenedValueIsStillText() {
    for (int length = 70; length < 90; length++) {
      String value = "x".repeat(length) + "\uD83D\uDE00".repeat(20);
      InvalidValueException invalid = new InvalidValueException("user", value, "a user");
      for (String told : new String[] {invalid.value(), String.valueOf(invalid.getMessage())}) {
        assertTrue(StandardCharsets.UTF_8.newEncoder().canEncode(told), told);
      }
      assertTrue(invalid.value().length() <= 81 && invalid.value().endsWith("…"), invalid::value);
    }
  }
}
