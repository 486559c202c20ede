package dev.ferry.server.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UnusedFunctionsTest {
  private static final String DOUBLE =
      """
      local function double(n)
        if n == 0 then
          return 0
        end
        return 2 * n
      end
      """;

  @Test
  void whatIsNamedStays() {
    String script = DOUBLE + "return double(tonumber(ARGV[1]))\n";
    assertEquals(script, UnusedFunctions.dropFrom(script));
  }

  @Test
  void whatNothingNamesGoes() {
    assertEquals("return 1\n", UnusedFunctions.dropFrom(DOUBLE + "return 1\n"));
  }

  @Test
  void aLongerNameIsAnother() {
    String script = "local doubled = 2\nreturn doubled\n";
    assertEquals(script, UnusedFunctions.dropFrom(DOUBLE + script));
  }

  @Test
  void whatOnlyUnusedFunctionsNameGoesToo() {
    String quadruple = "local function quadruple(n)\n  return double(double(n))\nend\n";
    assertEquals("return 1\n", UnusedFunctions.dropFrom(DOUBLE + quadruple + "return 1\n"));
  }

  @Test
  void whatOnlyItselfNamesGoes() {
    String endless = "local function endless(n)\n  return endless(n + 1)\nend\n";
    assertEquals("return 1\n", UnusedFunctions.dropFrom(endless + "return 1\n"));
  }

  @Test
  void whatOnlyCommentsNameGoes() {
    String comments = "-- As double does.\n  -- And double again.\n";
    assertEquals("return 1\n", UnusedFunctions.dropFrom(comments + DOUBLE + "return 1\n"));
  }
}
