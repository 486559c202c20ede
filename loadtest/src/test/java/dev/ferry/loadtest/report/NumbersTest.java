package dev.ferry.loadtest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0", "0.004567, 0.00457", "4.55, 4.55", "4.5678, 4.57", "45.678, 45.7", "99.96, 100",
    "456.7, 457", "1200, 1200", "2398800, 2398800", "100, 100", "-4.5678, -4.57",
        "1e12, 1000000000000",
  })
  void showsThreeDigitsThatCount(double value, String shown) {
    assertEquals(shown, Numbers.plain(value));
  }
}
