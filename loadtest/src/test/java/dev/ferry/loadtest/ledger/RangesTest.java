package dev.ferry.loadtest.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RangesTest {

  @Test
  void numbersInOrderAreOneRun() {
    Ranges ranges = new Ranges();
    for (long number = 1; number <= 1_000; number++) {
      assertTrue(ranges.add(number));
    }
    assertEquals(1, ranges.runs());
    assertEquals("1-1000", ranges.toString());
    assertFalse(ranges.add(500));
  }

  @Test
  void behavesAsASetOfNumbers() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Ranges ranges = new Ranges();
      Ranges others = new Ranges();
      TreeSet<Long> set = fill(ranges, random);
      TreeSet<Long> otherSet = fill(others, random);
      assertSame(set, ranges, seed);
      for (long number = 0; number < 70; number++) {
        assertEquals(set.contains(number), ranges.contains(number), "seed " + seed);
        Long present = set.ceiling(number);
        assertEquals(present == null ? Long.MAX_VALUE : present, ranges.firstPresent(number));
        long missing = number;
        while (set.contains(missing)) {
          missing++;
        }
        assertEquals(missing, ranges.firstMissing(number), "seed " + seed);
      }
      TreeSet<Long> minus = new TreeSet<>(set);
      minus.removeAll(otherSet);
      assertSame(minus, ranges.minus(others), seed);
      TreeSet<Long> and = new TreeSet<>(set);
      and.retainAll(otherSet);
      assertSame(and, ranges.and(others), seed);
      ranges.addAll(others);
      set.addAll(otherSet);
      assertSame(set, ranges, seed);
    }
  }

  private static TreeSet<Long> fill(Ranges ranges, Random random) {
    TreeSet<Long> set = new TreeSet<>();
    for (int i = random.nextInt(30); i > 0; i--) {
      long first = 1 + random.nextInt(60);
      if (random.nextBoolean()) {
        assertEquals(set.add(first), ranges.add(first));
        continue;
      }
      long last = first + random.nextInt(6) - 1;
      ranges.addAll(first, last);
      for (long number = first; number <= last; number++) {
        set.add(number);
      }
    }
    return set;
  }

  private static void assertSame(TreeSet<Long> set, Ranges ranges, long seed) {
    List<Long> numbers = new ArrayList<>();
    ranges.forEach(numbers::add);
    assertEquals(new ArrayList<>(set), numbers, "seed " + seed);
    assertEquals(set.size(), ranges.count(), "seed " + seed);
    assertEquals(set.isEmpty() ? 0 : set.last(), ranges.last(), "seed " + seed);
  }
}
