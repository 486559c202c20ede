package dev.ferry.loadtest.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlightsTest {
  private static final String GROUP = "g/one";

  private final List<Long> landed = new ArrayList<>();
  private final Flights flights = new Flights(new Recorded(Share.ALL));

  /** Other processes to which what landed here is told. */
  private static final class Recorded implements Peers {
    private final Share share;
    private final List<Long> told = new ArrayList<>();

    Recorded(Share share) {
      this.share = share;
    }

    @Override
    public Share share() {
      return share;
    }

    @Override
    public void meet() {}

    @Override
    public long nodeMemoryBytes() {
      return 0;
    }

    @Override
    public void landed(long flight, long endedAt) {
      told.add(flight);
    }
  }

  @Test
  void landsWithTheLastReceiver() {
    long number = flights.begin(2, 1, landed::add);
    flights.shown(number, GROUP);
    assertTrue(landed.isEmpty());
    flights.shown(number, GROUP);
    assertEquals(1, landed.size());
    assertNotEquals(0, landed.get(0));
    flights.shown(number, GROUP);
    assertEquals(1, landed.size());
  }

  @Test
  void landsWithTheLastProcessAtTheLatestTime() {
    long number = flights.begin(1, 3, landed::add);
    long late = System.nanoTime() + 1_000_000_000_000L;
    flights.landed(number, late);
    flights.shown(number, GROUP);
    assertTrue(landed.isEmpty());
    flights.landed(number, late - 1);
    assertEquals(List.of(late), landed);
  }

  @Test
  void senderAloneInItsProcessWaitsForTheOthers() {
    long number = flights.begin(0, 2, landed::add);
    assertTrue(landed.isEmpty());
    flights.landed(number, 7);
    assertEquals(List.of(7L), landed);
  }

  @Test
  void otherProcessesTellWhenTheirLastMemberHasIt() {
    Recorded leader = new Recorded(new Share(1, 2));
    Flights elsewhere = new Flights(leader);
    elsewhere.expect(GROUP, 2);
    elsewhere.shown(5, GROUP);
    assertTrue(leader.told.isEmpty());
    elsewhere.shown(5, GROUP);
    assertEquals(List.of(5L), leader.told);
  }

  @Test
  void refusedLandsAtOnceAndWithoutATime() {
    long number = flights.begin(2, 1, landed::add);
    flights.refused(number);
    flights.refused(number);
    assertEquals(List.of(0L), landed);
  }

  @Test
  void beyondTheLimitNothingIsFollowed() {
    for (int i = 0; i < 100_000; i++) {
      flights.begin(1, 1, landed::add);
    }
    assertTrue(landed.isEmpty());
    flights.begin(1, 1, landed::add);
    assertEquals(List.of(0L), landed);
  }
}
