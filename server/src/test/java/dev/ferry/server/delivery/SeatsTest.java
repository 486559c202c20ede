package dev.ferry.server.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.UserId;
import dev.ferry.server.session.Connection;
import dev.ferry.server.session.Session;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Seats against a plain list of who is there; a failing seed is named. */
class SeatsTest {
  private static final int SEEDS = 500;
  private static final int STEPS = 600;
  private static final Connection NOT_ASKED =
      (Connection)
          Proxy.newProxyInstance(
              Connection.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                throw new AssertionError("not asked for");
              });

  private Random random = new Random();
  private Seats seats = new Seats();
  private List<Session> here = new ArrayList<>();

  /** Those that left, some of which come again. */
  private final List<Session> elsewhere = new ArrayList<>();

  /** Those that have been here since the walk began, or null when there is none. */
  private @Nullable Set<Session> stayed;

  private final Set<Session> visited = new HashSet<>();

  @Test
  void aWalkVisitsOnceWhoeverIsThereFromItsBeginningToItsEnd() {
    for (int seed = 0; seed < SEEDS; seed++) {
      random = new Random(seed);
      seats = new Seats();
      here = new ArrayList<>();
      elsewhere.clear();
      stayed = null;
      // Some runs fill up, others empty themselves, so that the array grows and shrinks.
      int addsOf100 = 20 + random.nextInt(60);
      for (int i = 0; i < STEPS; i++) {
        try {
          step(addsOf100);
          check();
        } catch (AssertionError | RuntimeException e) {
          throw new AssertionError("seed " + seed + " step " + i, e);
        }
      }
    }
  }

  private void step(int addsOf100) {
    switch (random.nextInt(8)) {
      case 0 -> beginWalk();
      case 1, 2, 3 -> walk();
      case 4 -> {
        if (random.nextInt(4) == 0) {
          endWalk();
        }
      }
      default -> {
        for (int i = random.nextInt(6); i > 0; i--) {
          comeOrGo(addsOf100);
        }
      }
    }
  }

  private void beginWalk() {
    if (stayed == null) {
      stayed = new HashSet<>(here);
      visited.clear();
      seats.beginWalk();
    }
  }

  private void walk() {
    Set<Session> walked = stayed;
    if (walked == null) {
      return;
    }
    int most = 1 + random.nextInt(5);
    int before = visited.size();
    if (seats.walk(most, session -> visit(walked, session))) {
      assertEquals(Set.of(), without(walked, visited), "not visited");
      stayed = null;
    }
    assertTrue(visited.size() - before <= most, "visited more than asked for");
  }

  /** Whoever is visited may make others go, come, or go itself. */
  private void visit(Set<Session> walked, Session session) {
    assertTrue(walked.contains(session), () -> session + " was not there all the time");
    assertTrue(visited.add(session), () -> session + " visited twice");
    switch (random.nextInt(10)) {
      case 0 -> remove(session);
      case 1, 2 -> comeOrGo(30);
      default -> {}
    }
  }

  private void endWalk() {
    seats.endWalk();
    stayed = null;
  }

  private void comeOrGo(int addsOf100) {
    if (random.nextInt(100) < addsOf100) {
      boolean again = !elsewhere.isEmpty() && random.nextBoolean();
      Session session =
          again ? elsewhere.remove(random.nextInt(elsewhere.size())) : session(random.nextInt());
      here.add(session);
      seats.add(session);
    } else if (!here.isEmpty()) {
      remove(here.get(random.nextInt(here.size())));
    } else {
      seats.remove(session(0));
    }
  }

  private void remove(Session session) {
    seats.remove(session);
    if (here.remove(session)) {
      elsewhere.add(session);
      if (stayed != null) {
        stayed.remove(session);
      }
    }
  }

  private void check() {
    assertEquals(here.size(), seats.count());
    List<Session> found = new ArrayList<>();
    seats.forEach(found::add);
    assertEquals(here.size(), found.size(), "not each once");
    assertEquals(new HashSet<>(here), new HashSet<>(found));
    List<@Nullable Session> room = room(seats);
    assertEquals(here.size(), room.stream().filter(each -> each != null).count(), "kept in memory");
    if (stayed == null) {
      assertTrue(room.size() / 4 <= here.size(), () -> room.size() + " for " + here.size());
    }
  }

  @Test
  void theArrayShrinksWithThoseInIt() {
    List<Session> sessions = IntStream.range(0, 1000).mapToObj(SeatsTest::session).toList();
    sessions.forEach(seats::add);
    assertTrue(room(seats).size() <= 1250, () -> "room for " + room(seats).size());
    sessions.subList(10, 1000).forEach(seats::remove);
    assertTrue(room(seats).size() <= 40, () -> "room for " + room(seats).size());
    seats.beginWalk();
    sessions.subList(0, 10).forEach(seats::remove);
    assertEquals(0, seats.count());
    assertTrue(seats.walk(1000, session -> assertEquals(null, session)));
    assertEquals(0, room(seats).size());
  }

  @Test
  void aWalkThatEndedEarlyLeavesNothingBehind() {
    List<Session> sessions = IntStream.range(0, 10).mapToObj(SeatsTest::session).toList();
    sessions.forEach(seats::add);
    seats.beginWalk();
    assertFalse(seats.walk(4, session -> {}));
    seats.remove(sessions.get(1));
    seats.remove(sessions.get(8));
    seats.endWalk();
    assertEquals(8, seats.count());
    seats.beginWalk();
    List<Session> found = new ArrayList<>();
    assertTrue(seats.walk(8, found::add));
    List<Session> expected = new ArrayList<>(sessions);
    expected.removeAll(List.of(sessions.get(1), sessions.get(8)));
    assertEquals(expected, found);
  }

  @Test
  void aWalkOfNobodyIsOverAtOnce() {
    seats.beginWalk();
    assertTrue(seats.walk(1, session -> assertEquals(null, session)));
  }

  private static Set<Session> without(Set<Session> all, Set<Session> some) {
    Set<Session> rest = new HashSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  private static Session session(int number) {
    return new Session(
        new UserId("user" + Integer.toUnsignedString(number)),
        new DeviceId("phone"),
        NOT_ASKED,
        new byte[0]);
  }

  /** All places, taken or not: no other way shows what is kept in memory. */
  private static List<@Nullable Session> room(Seats seats) {
    try {
      Field sessions = Seats.class.getDeclaredField("sessions");
      sessions.setAccessible(true);
      List<@Nullable Session> room = new ArrayList<>();
      for (Session each : (@Nullable Session[]) sessions.get(seats)) {
        room.add(each);
      }
      return room;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
