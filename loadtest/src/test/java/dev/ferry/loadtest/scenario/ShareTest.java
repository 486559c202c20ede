package dev.ferry.loadtest.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShareTest {
  @Test
  void sharesAreAllAndNothingTwice() {
    List<Integer> all = new ArrayList<>();
    double rate = 0;
    for (int worker = 0; worker < 3; worker++) {
      all.addAll(new Share(worker, 3).of(10));
      rate += new Share(worker, 3).of(100.0, 10);
    }
    assertEquals(IntStream.range(0, 10).boxed().toList(), all.stream().sorted().toList());
    assertEquals(100, rate, 1e-9);
  }

  @Test
  void whoHasNothingDoesNothing() {
    Share last = new Share(2, 3);
    assertEquals(List.of(), last.of(2));
    assertEquals(0, last.of(100.0, 2));
  }

  @Test
  void thereIsNoSuchShare() {
    assertThrows(IllegalArgumentException.class, () -> new Share(2, 2));
    assertThrows(IllegalArgumentException.class, () -> new Share(-1, 2));
  }
}
