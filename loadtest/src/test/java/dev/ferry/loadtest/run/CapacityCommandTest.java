package dev.ferry.loadtest.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapacityCommandTest {
  private final List<Integer> tried = new ArrayList<>();

  private int search(int limit) {
    return CapacityCommand.search(
        100,
        1_000,
        3,
        rate -> {
          tried.add(rate);
          return rate <= limit ? RunCommand.CLEAN : RunCommand.FAILED_IF;
        });
  }

  @Test
  void goesUpByTwiceAndThenBetween() {
    assertEquals(325, search(333));
    assertEquals(List.of(100, 200, 400, 300, 350, 325), tried);
  }

  @Test
  void whatNeverFailsEndsAtTheHighest() {
    assertEquals(800, search(5_000));
    assertEquals(List.of(100, 200, 400, 800), tried);
  }

  @Test
  void whatNeverHoldsIsZeroAfterOneTry() {
    assertEquals(0, search(50));
    assertEquals(List.of(100), tried);
  }
}
