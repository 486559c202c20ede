package dev.ferry.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SafeTextTest {
  @Test
  void keepsOrdinaryTextOfAnyScript() {
    String text = "Grüße, 你好, שלום, 👋🏽 and \\n as typed";
    assertEquals(text, SafeText.of(text));
  }

  @Test
  void showsEscapeSequencesInsteadOfObeyingThem() {
    assertEquals("\\u001b[2J\\u001b]0;owned\\u0007", SafeText.of("\u001b[2J\u001b]0;owned\u0007"));
  }

  @Test
  void showsTheEightBitControlsToo() {
    assertEquals("\\u009b31m\\u007f\\u0085", SafeText.of("\u009b31m\u007f\u0085"));
  }

  @Test
  void keepsEverythingOnOneLine() {
    assertEquals("a\\nb\\rc\\td\\u2028e", SafeText.of("a\nb\rc\td\u2028e"));
  }

  @Test
  void showsBidirectionalOverridesAndLoneSurrogates() {
    assertEquals("\\u202eevil\\u2066 \\ud83d", SafeText.of("\u202eevil\u2066 \ud83d"));
  }
}
