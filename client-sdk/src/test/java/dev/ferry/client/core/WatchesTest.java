package dev.ferry.client.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.Platform;
import dev.ferry.protocol.v1.Presence;
import dev.ferry.protocol.v1.Presences;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.protocol.v1.WatchPresence;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WatchesTest {
  private final CoreFixture server = new CoreFixture();

  @Test
  void whoIsWatchedIsAskedForOnceAndToldOnce() {
    server.online();
    watch("bob", "carol");
    ClientFrame asked = server.take(ClientFrame.BodyCase.WATCH_PRESENCE);
    assertEquals(List.of("bob", "carol"), asked.getWatchPresence().getAddList());
    server.answer(asked, presences(online("bob"), offline("carol")));
    assertEquals(List.of("bob +", "carol -"), told());
    watch("bob");
    push(online("bob"));
    server.advance(1);
    assertEquals(List.of("bob +", "carol -"), told());
    assertTrue(server.idle());
    push(offline("bob"));
    assertEquals(List.of("bob +", "carol -", "bob -"), told());
  }

  @Test
  void theNextConnectionIsAskedAgainAndOnlyWhatChangedIsTold() {
    server.online();
    watch("bob", "carol");
    answerWatch(online("bob"), online("carol"));
    server.core.closed(server.connection, "gone", null, server.now);
    assertEquals(List.of("bob +", "carol +"), told());
    server.reconnected().loggedIn();
    answerWatch(online("bob"), offline("carol"));
    assertEquals(List.of("bob +", "carol +", "carol -"), told());
  }

  @Test
  void whatIsWatchedOfflineIsAskedForWhenConnected() {
    watch("bob");
    watch("carol");
    unwatch("carol");
    server.online();
    assertEquals(List.of("bob"), answerWatch(online("bob")).getAddList());
  }

  @Test
  void manyAreAskedForInPartsOneAtATime() {
    server.online();
    List<String> users = users(0, 1000);
    server.core.watch("", users, List.of(), server.now);
    List<String> asked = new ArrayList<>();
    for (int part = 0; part < 5; part++) {
      WatchPresence request = answerWatch();
      assertEquals(200, request.getAddCount());
      asked.addAll(request.getAddList());
    }
    assertEquals(users, asked);
    assertTrue(server.idle());
  }

  @Test
  void moreThanTheLimitIsNotWatched() {
    server.online();
    assertEquals(OptionalInt.of(1000), watchAll(users(0, 1000)));
    assertFalse(watchAll(users(999, 2)).isPresent());
    unwatch("u0");
    assertEquals(OptionalInt.of(1000), watchAll(users(999, 2)));
  }

  @Test
  void whoIsNoLongerWatchedIsTakenBackAndNotToldOf() {
    server.online();
    watch("bob", "carol");
    answerWatch(online("bob"), online("carol"));
    unwatch("bob");
    assertEquals(List.of("bob"), answerWatch().getRemoveList());
    push(offline("bob"));
    assertEquals(List.of("bob +", "carol +"), told());
    watch("bob");
    answerWatch(offline("bob"));
    assertEquals(List.of("bob +", "carol +", "bob -"), told());
  }

  @Test
  void fellowMembersAreAskedForWithTheirGroup() {
    server.online();
    server.core.watch("g/deck", List.of("bob"), List.of(), server.now);
    server.core.watch("", List.of("carol"), List.of(), server.now);
    WatchPresence first = answerWatch(online("bob"));
    assertEquals("g/deck [bob]", first.getGroup() + " " + first.getAddList());
    WatchPresence second = answerWatch(online("carol"));
    assertEquals(" [carol]", second.getGroup() + " " + second.getAddList());
  }

  @Test
  void aServerThatCannotIsAskedAgainAfterItsWait() {
    server.online();
    watch("bob");
    ClientFrame asked = server.take(ClientFrame.BodyCase.WATCH_PRESENCE);
    server.refuse(asked, ErrorCode.UNAVAILABLE, Duty.RETRY, 700);
    server.advance(699);
    assertTrue(server.idle());
    server.advanceInSteps(1_300);
    List<ClientFrame> later =
        server.sent.stream().filter(ClientFrame::hasWatchPresence).collect(Collectors.toList());
    assertEquals(1, later.size());
    assertEquals(List.of("bob"), later.get(0).getWatchPresence().getAddList());
  }

  @Test
  void whoMayNotBeWatchedLooksOffline() {
    server.online();
    server.core.watch("g/deck", List.of("bob"), List.of(), server.now);
    ClientFrame asked = server.take(ClientFrame.BodyCase.WATCH_PRESENCE);
    server.refuse(asked, ErrorCode.FORBIDDEN, Duty.FIX, 0);
    server.advance(100);
    assertEquals(List.of("bob -"), told());
    assertTrue(server.idle());
  }

  private void watch(String... users) {
    server.core.watch("", List.of(users), List.of(), server.now);
  }

  private OptionalInt watchAll(List<String> users) {
    return server.core.watch("", users, List.of(), server.now);
  }

  private void unwatch(String... users) {
    server.core.watch("", List.of(), List.of(users), server.now);
  }

  private WatchPresence answerWatch(Presence.Builder... presences) {
    ClientFrame asked = server.take(ClientFrame.BodyCase.WATCH_PRESENCE);
    server.answer(asked, presences(presences));
    return asked.getWatchPresence();
  }

  private void push(Presence.Builder presence) {
    server.receive(
        ServerFrame.newBuilder().setPresencePush(Presences.newBuilder().addUsers(presence)));
  }

  private List<String> told() {
    return server.presences.stream()
        .map(each -> each.user() + (each.isOnline() ? " +" : " -"))
        .collect(Collectors.toList());
  }

  private static ServerFrame.Builder presences(Presence.Builder... presences) {
    Presences.Builder users = Presences.newBuilder();
    for (Presence.Builder each : presences) {
      users.addUsers(each);
    }
    return ServerFrame.newBuilder().setPresences(users);
  }

  private static Presence.Builder online(String user) {
    return Presence.newBuilder().setUser(user).addOnline(Platform.PLATFORM_PHONE);
  }

  private static Presence.Builder offline(String user) {
    return Presence.newBuilder().setUser(user).setLastSeenMs(7);
  }

  private static List<String> users(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(i -> "u" + i).collect(Collectors.toList());
  }
}
