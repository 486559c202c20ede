package dev.ferry.server.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The written-out form against the expression that documents it. */
class IdFormTest {
  private static final String MARKS = "._@+-";
  private static final Pattern USER = Pattern.compile(UserId.FORM);

  @Test
  void takesAndRefusesEachCharacterAtEachPlace() {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      for (String text :
          new String[] {"" + (char) c, (char) c + "b", "a" + (char) c + "b", "a" + (char) c}) {
        assertEquals(USER.matcher(text).matches(), IdForm.matches(text, 0, MARKS), text);
      }
    }
  }

  @Test
  void takesUpTo64Characters() {
    assertFalse(IdForm.matches("", 0, MARKS));
    assertTrue(IdForm.matches("x".repeat(64), 0, MARKS));
    assertFalse(IdForm.matches("x".repeat(65), 0, MARKS));
  }

  @Test
  void groupsAreNamedAfterTheirPrefix() {
    assertTrue(ConversationId.parse("g/" + "x".repeat(64)).isGroup());
    for (String wrong :
        new String[] {
          "g/", "g/" + "x".repeat(65), "g/-x", "g/a@b", "g/a/b", "G/a", "g/a\n", "ga"
        }) {
      assertThrows(InvalidValueException.class, () -> ConversationId.parse(wrong), wrong);
    }
  }
}
