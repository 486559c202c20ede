package dev.ferry.client.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.ClientState;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.GoAway;
import dev.ferry.protocol.v1.LoggedIn;
import dev.ferry.protocol.v1.Login;
import dev.ferry.protocol.v1.Pong;
import dev.ferry.protocol.v1.ServerFrame;
import org.junit.jupiter.api.Test;

class ConnectionTest {
  private final CoreFixture fixture = new CoreFixture();

  private long waitMs() {
    return fixture.core.nextTickMs() - fixture.now;
  }

  private void refuseLogin(ErrorCode code, Duty duty, int retryAfterMs) {
    fixture.refuse(fixture.take(ClientFrame.BodyCase.LOGIN), code, duty, retryAfterMs);
  }

  @Test
  void firstFrameIsLoginWithTokenAndVersion() {
    fixture.connected();
    ClientFrame login = fixture.take(ClientFrame.BodyCase.LOGIN);
    assertEquals("token", login.getLogin().getToken());
    assertEquals("phone", login.getLogin().getDevice());
    assertEquals(1, login.getLogin().getVersionMax());
    assertEquals(1, login.getLogin().getVersionMin());
    assertTrue(login.getRequestId() != 0);
    assertEquals(ClientState.CONNECTING, fixture.core.state());
  }

  @Test
  void aLaterLoginOfTheSameLifeHasAHigherNumber() {
    fixture.connected();
    Login given = fixture.take(ClientFrame.BodyCase.LOGIN).getLogin();
    fixture.advance(10_000);
    fixture.reconnected();
    Login later = fixture.take(ClientFrame.BodyCase.LOGIN).getLogin();
    assertEquals(CoreFixture.LAUNCH, given.getLaunch());
    assertEquals(CoreFixture.LAUNCH, later.getLaunch());
    assertTrue(later.getAttempt() > given.getAttempt());
  }

  @Test
  void answerForAnotherUserIsTerminal() {
    fixture.connected();
    fixture.answer(
        fixture.take(ClientFrame.BodyCase.LOGIN),
        ServerFrame.newBuilder().setLoggedIn(LoggedIn.newBuilder().setVersion(1).setUser("eve")));
    assertTrue(fixture.events.contains("terminal USER_MISMATCH"));
    assertEquals(ClientState.CLOSED, fixture.core.state());
    assertEquals(Long.MAX_VALUE, fixture.core.nextTickMs());
  }

  @Test
  void loginWithoutAnswerIsGivenUpAfterTenSeconds() {
    fixture.connected();
    fixture.advance(9_999);
    assertEquals(ClientState.CONNECTING, fixture.core.state());
    fixture.advance(1);
    assertEquals(ClientState.DISCONNECTED, fixture.core.state());
  }

  @Test
  void transportThatReportsNothingIsGivenUp() {
    fixture.core.start(fixture.now);
    fixture.core.token(fixture.connection, "token", fixture.now);
    fixture.advance(15_000);
    assertEquals(ClientState.DISCONNECTED, fixture.core.state());
  }

  @Test
  void pingsAtHeartbeatAndOnlyWhenNothingElseWasSent() {
    fixture.online();
    fixture.advance(CoreFixture.HEARTBEAT_MS - 1);
    assertTrue(fixture.idle());
    fixture.advance(1);
    ClientFrame ping = fixture.take(ClientFrame.BodyCase.PING);
    fixture.answer(ping, ServerFrame.newBuilder().setPong(Pong.getDefaultInstance()));
    fixture.advance(500);
    fixture.send("x");
    fixture.ack(fixture.takeSend(), 1);
    fixture.advance(999);
    assertTrue(fixture.idle());
  }

  @Test
  void silentServerIsDeadAfterTwoAndAHalfHeartbeats() {
    fixture.online();
    fixture.advanceInSteps(2_499);
    assertEquals(ClientState.ONLINE, fixture.core.state());
    fixture.advanceInSteps(1);
    assertEquals(ClientState.DISCONNECTED, fixture.core.state());
  }

  @Test
  void unansweredCallEndsAConnectionThatOtherwiseLives() {
    fixture.online();
    fixture.send("never answered");
    fixture.takeSend();
    for (int i = 0; i < 31 && fixture.core.state() == ClientState.ONLINE; i++) {
      fixture.advanceInSteps(1_000);
      while (!fixture.idle()) {
        ClientFrame ping = fixture.take(ClientFrame.BodyCase.PING);
        fixture.answer(ping, ServerFrame.newBuilder().setPong(Pong.getDefaultInstance()));
      }
    }
    assertEquals(ClientState.DISCONNECTED, fixture.core.state());
  }

  @Test
  void waitsGrowWithFailuresUpToTwentySecondsAndResetAfterOnline() {
    fixture.core.start(fixture.now);
    long longest = 0;
    for (int i = 0; i < 50; i++) {
      fixture.core.token(fixture.connection, "token", fixture.now);
      fixture.core.closed(fixture.connection, "refused", null, fixture.now);
      assertTrue(waitMs() <= Math.min(20_000, 500L << Math.min(i, 10)), "wait " + waitMs());
      longest = Math.max(longest, waitMs());
      fixture.advance(waitMs());
    }
    assertTrue(longest > 10_000);
    fixture.core.token(fixture.connection, "token", fixture.now);
    fixture.core.opened(fixture.connection, fixture.now);
    fixture.loggedIn();
    fixture.core.closed(fixture.connection, "broke", null, fixture.now);
    assertTrue(waitMs() <= 500);
  }

  @Test
  void retryHintOfTheServerIsTheLeastWait() {
    fixture.connected();
    refuseLogin(ErrorCode.UNAVAILABLE, Duty.RETRY, 7_000);
    assertTrue(waitMs() >= 7_000 && waitMs() <= 7_500, "wait " + waitMs());
  }

  @Test
  void goAwayReconnectsAfterItsWait() {
    fixture.online();
    fixture.receive(
        ServerFrame.newBuilder().setGoAway(GoAway.newBuilder().setReconnectAfterMs(3_000)));
    assertEquals(ClientState.DISCONNECTED, fixture.core.state());
    assertTrue(waitMs() >= 3_000 && waitMs() <= 3_500);
    fixture.reconnected().loggedIn();
    assertEquals(ClientState.ONLINE, fixture.core.state());
  }

  @Test
  void refusedTokenIsRetriedOnceWithAFreshOne() {
    fixture.connected();
    refuseLogin(ErrorCode.TOKEN_EXPIRED, Duty.LOG_IN_AGAIN, 0);
    assertEquals(ClientState.DISCONNECTED, fixture.core.state());
    fixture.reconnected();
    assertEquals(2, fixture.tokensAsked);
    refuseLogin(ErrorCode.UNAUTHENTICATED, Duty.LOG_IN_AGAIN, 0);
    assertEquals(ClientState.CLOSED, fixture.core.state());
    assertTrue(fixture.events.contains("terminal UNAUTHENTICATED"));
  }

  @Test
  void tokenRefusedAgainAfterAGoodLoginIsNotTerminal() {
    fixture.online();
    fixture.receive(CoreFixture.error(ErrorCode.TOKEN_EXPIRED, Duty.LOG_IN_AGAIN, 0));
    fixture.reconnected().loggedIn();
    fixture.receive(CoreFixture.error(ErrorCode.TOKEN_EXPIRED, Duty.LOG_IN_AGAIN, 0));
    assertEquals(ClientState.DISCONNECTED, fixture.core.state());
  }

  @Test
  void tokenSourceThatFailsIsAskedAgain() {
    fixture.core.start(fixture.now);
    fixture.core.tokenFailed(fixture.connection, new IllegalStateException("x"), fixture.now);
    assertEquals(ClientState.DISCONNECTED, fixture.core.state());
    fixture.advance(waitMs());
    assertEquals(2, fixture.tokensAsked);
    assertEquals(0, fixture.connects);
  }

  @Test
  void givingUpIsTerminalAndFailsOpenSendsButKeepsThem() {
    fixture.online();
    fixture.send("x");
    fixture.receive(CoreFixture.error(ErrorCode.SESSION_REPLACED, Duty.GIVE_UP, 0));
    assertEquals(ClientState.CLOSED, fixture.core.state());
    assertEquals("SESSION_REPLACED", fixture.failures.get(0).code());
    assertEquals(1, fixture.store.loadOutgoing().size());
    fixture.send("y");
    assertEquals(2, fixture.failures.size());
  }

  @Test
  void fixIsTerminalBeforeTheLoginAndARetryAfterIt() {
    fixture.online();
    fixture.receive(CoreFixture.error(ErrorCode.WRONG_PHASE, Duty.FIX, 0));
    assertEquals(ClientState.DISCONNECTED, fixture.core.state());
    fixture.reconnected();
    fixture.receive(CoreFixture.error(ErrorCode.MALFORMED_FRAME, Duty.FIX, 0));
    assertEquals(ClientState.CLOSED, fixture.core.state());
  }

  @Test
  void malformedFrameReconnects() {
    fixture.online();
    fixture.core.received(fixture.connection, new byte[] {(byte) 0xFF}, fixture.now);
    assertEquals(ClientState.DISCONNECTED, fixture.core.state());
    fixture.reconnected().loggedIn();
    assertEquals(ClientState.ONLINE, fixture.core.state());
  }

  @Test
  void reportsOfAnOldConnectionAreIgnored() {
    fixture.online();
    long old = fixture.connection;
    fixture.core.closed(old, "broke", null, fixture.now);
    fixture.reconnected().loggedIn();
    fixture.core.closed(old, "late", null, fixture.now);
    fixture.core.received(old, new byte[] {(byte) 0xFF}, fixture.now);
    assertEquals(ClientState.ONLINE, fixture.core.state());
  }

  @Test
  void closeIsFinalAndSilentAboutTheConnection() {
    fixture.online();
    fixture.core.close(fixture.now);
    fixture.core.close(fixture.now);
    assertEquals(ClientState.CLOSED, fixture.core.state());
    assertFalse(fixture.events.contains("terminal CLOSED"));
    assertEquals(1, fixture.events.stream().filter("CLOSED"::equals).count());
  }
}
