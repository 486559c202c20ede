package dev.ferry.server.badinput;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.GroupSettings;
import dev.ferry.protocol.v1.MessageAck;
import dev.ferry.protocol.v1.MessagePage;
import dev.ferry.protocol.v1.Role;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.testkit.Door;
import dev.ferry.server.testkit.GroupRequests;
import dev.ferry.server.testkit.OneNode;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Messages to a group that may not be sent, or not now: the sender is told which it is, the log
 * does not get them, and other conversations of the same session go on.
 */
@Timeout(60)
class GroupSendsIT {
  private static final int MEMBER_A_SECOND = 1;
  private static final int MEMBER_AT_ONCE = 5;
  private static final int GROUP_A_SECOND = 1;
  private static final int GROUP_AT_ONCE = 8;

  /** 2100: whoever is muted until then is muted for this test. */
  private static final long LONG_MS = 4_102_444_800_000L;

  @TempDir private static Path data;
  private static OneNode node;
  private static int groups;
  private static long lastMessage;

  private String group;
  private RawClient alice;
  private RawClient bob;

  @BeforeAll
  static void start() {
    node =
        OneNode.start(
            data,
            Map.of(
                "groups.member-messages-per-second", "" + MEMBER_A_SECOND,
                "groups.member-messages-burst", "" + MEMBER_AT_ONCE,
                "groups.messages-per-second", "" + GROUP_A_SECOND,
                "groups.messages-burst", "" + GROUP_AT_ONCE));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void make() {
    group = "g/sends-" + ++groups;
    alice = node.login(Door.TCP, "alice", "phone");
    bob = node.login(Door.WEB_SOCKET, "bob", "phone");
    GroupRequests.make(alice, GroupRequests.create(group, List.of("bob", "carol")));
  }

  @AfterEach
  void theSessionsAreStillGood() {
    Expect.alive(alice);
    assertAcked(bob, "d/alice/bob");
    alice.close();
    bob.close();
  }

  private static MessageAck assertAcked(RawClient sender, String conversation) {
    ServerFrame answer = sender.call(Requests.send(conversation, ++lastMessage));
    assertTrue(answer.hasMessageAck(), answer::toString);
    return answer.getMessageAck();
  }

  private Error refused(RawClient sender, ErrorCode code) {
    long before = head();
    Error error = Expect.error(sender.call(Requests.send(group, ++lastMessage)), code);
    assertEquals(before, head(), "it is in the log");
    return error;
  }

  private long head() {
    return page().getHeadSeq();
  }

  private MessagePage page() {
    return alice.call(Requests.fetch(group, 1, 0)).getMessagePage();
  }

  @Test
  void whoIsMutedHearsUntilWhen() {
    GroupRequests.make(alice, GroupRequests.mute(group, "bob", LONG_MS));
    Error error = refused(bob, ErrorCode.MUTED);
    assertEquals(Long.toString(LONG_MS), error.getValue());
    assertEquals(Duty.FIX, error.getDuty());
    GroupRequests.make(alice, GroupRequests.mute(group, "bob", 0));
    assertAcked(bob, group);
  }

  @Test
  void aMutingThatIsOverIsNone() {
    GroupRequests.make(alice, GroupRequests.mute(group, "bob", 1));
    assertAcked(bob, group);
  }

  @Test
  void whenEveryoneIsMutedOwnerAndAdminsSpeak() {
    alter(GroupSettings.newBuilder().setEveryoneMuted(true));
    Error error = refused(bob, ErrorCode.MUTED);
    assertEquals("", error.getValue());
    assertAcked(alice, group);
    GroupRequests.make(alice, GroupRequests.setRole(group, "bob", Role.ADMIN));
    assertAcked(bob, group);
    GroupRequests.make(alice, GroupRequests.setRole(group, "bob", Role.MEMBER));
    refused(bob, ErrorCode.MUTED);
    alter(GroupSettings.newBuilder().setEveryoneMuted(false));
    assertAcked(bob, group);
  }

  @Test
  void inSlowModeASecondMessageIsToWaitAndARepeatedOneIsNone() {
    int pauseSeconds = 3_600;
    alter(GroupSettings.newBuilder().setSlowModeS(pauseSeconds));
    MessageAck ack = assertAcked(bob, group);
    ServerFrame again = bob.call(Requests.send(group, lastMessage));
    assertEquals(ack, again.getMessageAck());
    Error error = refused(bob, ErrorCode.SLOW_MODE);
    assertEquals(Duty.RETRY, error.getDuty());
    assertTrue(error.getRetryAfterMs() > 0, error::toString);
    assertTrue(error.getRetryAfterMs() <= pauseSeconds * 1_000, error::toString);
    assertAcked(alice, group);
    assertAcked(alice, group);
    alter(GroupSettings.newBuilder().setSlowModeS(0));
    assertAcked(bob, group);
  }

  @Test
  void slowModeEndsWhenItSays() {
    alter(GroupSettings.newBuilder().setSlowModeS(1));
    assertAcked(bob, group);
    await()
        .atMost(Expect.SOON)
        .until(() -> bob.call(Requests.send(group, ++lastMessage)).hasMessageAck());
  }

  private void alter(GroupSettings.Builder settings) {
    GroupRequests.make(alice, GroupRequests.settings(group, settings));
  }

  @ParameterizedTest
  @EnumSource
  void aMemberThatSendsTooMuchIsToldWhenToTryAgainAndOthersGoOn(Door door) {
    try (RawClient greedy = node.login(door, "bob", "greedy")) {
      Burst burst = burst(greedy, 3 * MEMBER_AT_ONCE);
      assertWithin(burst, MEMBER_AT_ONCE, MEMBER_A_SECOND);
      assertAcked(alice, group);
      assertAcked(greedy, "d/bob/carol");
      GroupRequests.make(greedy, GroupRequests.create(group + "-other", List.of("alice")));
      assertAcked(greedy, group + "-other");
      await()
          .atMost(Expect.SOON)
          .until(() -> greedy.call(Requests.send(group, ++lastMessage)).hasMessageAck());
    }
  }

  @Test
  void aGroupThatGetsTooMuchSaysSoToAllOfItsMembersAndOtherGroupsGoOn() {
    try (RawClient carol = node.login(Door.TCP, "carol", "phone")) {
      long begin = System.nanoTime();
      int acks = 0;
      int refusals = 0;
      for (RawClient sender : List.of(alice, bob, carol)) {
        Burst burst = burst(sender, MEMBER_AT_ONCE);
        acks += burst.acks;
        refusals += burst.refusals;
      }
      assertWithin(new Burst(acks, refusals, begin), GROUP_AT_ONCE, GROUP_A_SECOND);
      GroupRequests.make(carol, GroupRequests.create(group + "-other", List.of("alice")));
      assertAcked(carol, group + "-other");
      assertAcked(carol, "d/bob/carol");
      assertEquals(
          acks, page().getMessagesList().stream().filter(entry -> !entry.hasChange()).count());
    }
  }

  /** What came of sends that did not wait for one another. */
  private record Burst(int acks, int refusals, long begin) {}

  private Burst burst(RawClient sender, int count) {
    long begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long id = ++lastMessage;
      sender.send(Requests.send(group, id).setRequestId(1_000_000 + id).build());
    }
    int acks = 0;
    int refusals = 0;
    while (acks + refusals < count) {
      ServerFrame answer = sender.next(Expect.SOON);
      if (answer.hasMessageAck()) {
        acks++;
      } else if (answer.getRequestId() != 0) {
        Error error = Expect.error(answer, ErrorCode.RATE_LIMITED);
        assertEquals(Duty.RETRY, error.getDuty());
        assertTrue(error.getRetryAfterMs() > 0, error::toString);
        refusals++;
      }
    }
    return new Burst(acks, refusals, begin);
  }

  /** Not less than was promised, and not more, however slow the machine was. */
  private static void assertWithin(Burst burst, int atOnce, int perSecond) {
    double seconds = (System.nanoTime() - burst.begin) / 1e9;
    assertTrue(burst.acks >= atOnce, burst::toString);
    assertTrue(burst.acks <= atOnce + perSecond * seconds + 1, burst::toString);
  }
}
