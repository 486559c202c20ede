package dev.ferry.server.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ContentTest {
  /** Of one, two, three and four bytes, and halves of the latter. */
  private static final String[] CHARACTERS = {
    "a", "\u007f", "\u0080", "\u07ff", "\u0800", "\uffff", "\ud83d\ude00", "\ud83d", "\ude00"
  };

  @Test
  void sizeIsThatOfTheEncodedText() {
    for (String first : CHARACTERS) {
      for (String second : CHARACTERS) {
        for (String third : CHARACTERS) {
          String text = first + second + third;
          int size = new Content("text", new byte[3], text).sizeBytes();
          assertEquals(3 + text.getBytes(UTF_8).length, size, text);
        }
      }
    }
  }

  @Test
  void nothingHasNoSize() {
    assertEquals(0, new Content("text", new byte[0], "").sizeBytes());
  }
}
