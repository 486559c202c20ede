package dev.ferry.client.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.ferry.client.ClientState;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.Heads;
import dev.ferry.protocol.v1.Login;
import dev.ferry.protocol.v1.Pong;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.protocol.v1.TokenRefreshed;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Going on with a lost session, and renewing the token of a live one. */
class ResumptionTest {
  private static final ByteString FIRST = ByteString.copyFromUtf8("first");
  private static final ByteString SECOND = ByteString.copyFromUtf8("second");

  private final CoreFixture fixture = new CoreFixture();

  private void onlineWith(ByteString token) {
    fixture.resumeToken = token;
    fixture.online();
  }

  /** Loses the connection and opens the next one, for which no token is given. */
  private Login nextLogin() {
    fixture.core.closed(fixture.connection, "cut", null, fixture.now);
    return openedLogin();
  }

  private Login openedLogin() {
    while (fixture.core.state() == ClientState.DISCONNECTED) {
      fixture.advance(fixture.core.nextTickMs() - fixture.now);
    }
    fixture.core.opened(fixture.connection, fixture.now);
    ClientFrame login = fixture.sent.element();
    return login.getLogin();
  }

  @Test
  void aLostSessionGoesOnWithoutAskingForAToken() {
    onlineWith(FIRST);
    Login login = nextLogin();
    assertEquals(FIRST, login.getResume().getToken());
    assertEquals("alice", login.getResume().getUser());
    assertEquals("", login.getToken());
    assertEquals(1, fixture.tokensAsked);
    fixture.resumeToken = SECOND;
    fixture.loggedIn();
    assertEquals(ClientState.ONLINE, fixture.core.state());
    assertEquals(SECOND, nextLogin().getResume().getToken());
    assertEquals(1, fixture.tokensAsked);
  }

  @Test
  void aTokenThatWasSentIsNotSentAgain() {
    onlineWith(FIRST);
    nextLogin();
    fixture.core.closed(fixture.connection, "cut", null, fixture.now);
    fixture.sent.clear();
    fixture.reconnected();
    Login login = fixture.take(ClientFrame.BodyCase.LOGIN).getLogin();
    assertFalse(login.hasResume());
    assertEquals("token", login.getToken());
    assertEquals(2, fixture.tokensAsked);
  }

  @ParameterizedTest
  @CsvSource({"RESUME_REFUSED, LOG_IN_AGAIN", "INVALID_ARGUMENT, FIX"})
  void whatIsRefusedToAResumptionIsTriedInFull(ErrorCode code, Duty duty) {
    onlineWith(FIRST);
    nextLogin();
    refuseLogin(code, duty);
    assertEquals(ClientState.DISCONNECTED, fixture.core.state());
    fixture.reconnected();
    // The first refusal of a token is not the last one: that of the resumption does not count.
    refuseLogin(ErrorCode.TOKEN_EXPIRED, Duty.LOG_IN_AGAIN);
    fixture.reconnected();
    assertFalse(fixture.sent.element().getLogin().hasResume());
    fixture.loggedIn();
    assertEquals(ClientState.ONLINE, fixture.core.state());
  }

  /** A node that is full of logins is not to get dearer ones, nor the app a call for a token. */
  @Test
  void whatIsToBeRetriedIsTheResumption() {
    onlineWith(FIRST);
    nextLogin();
    refuseLogin(ErrorCode.UNAVAILABLE, Duty.RETRY);
    assertEquals(FIRST, openedLogin().getResume().getToken());
    refuseLogin(ErrorCode.RESUME_REFUSED, Duty.LOG_IN_AGAIN);
    assertEquals(1, fixture.tokensAsked);
    fixture.reconnected();
    assertFalse(fixture.take(ClientFrame.BodyCase.LOGIN).getLogin().hasResume());
    assertEquals(2, fixture.tokensAsked);
  }

  @Test
  void aResumptionIsNotRetriedForEver() {
    onlineWith(FIRST);
    nextLogin();
    for (int i = 1; i < Resumption.TRIES_MAX; i++) {
      refuseLogin(ErrorCode.UNAVAILABLE, Duty.RETRY);
      assertTrue(openedLogin().hasResume());
    }
    refuseLogin(ErrorCode.UNAVAILABLE, Duty.RETRY);
    fixture.reconnected();
    assertFalse(fixture.take(ClientFrame.BodyCase.LOGIN).getLogin().hasResume());
  }

  private void refuseLogin(ErrorCode code, Duty duty) {
    fixture.refuse(fixture.take(ClientFrame.BodyCase.LOGIN), code, duty, 0);
  }

  @Test
  void whoIsToGiveUpDoes() {
    onlineWith(FIRST);
    nextLogin();
    refuseLogin(ErrorCode.LOGGED_OUT, Duty.GIVE_UP);
    assertTrue(fixture.events.contains("terminal LOGGED_OUT"), fixture.events::toString);
    assertEquals(ClientState.CLOSED, fixture.core.state());
  }

  @Test
  void afterManyConnectionsThatFailATokenIsAskedFor() {
    onlineWith(FIRST);
    for (int i = 0; i <= Resumption.TRIES_MAX; i++) {
      assertEquals(1, fixture.tokensAsked);
      fixture.core.closed(fixture.connection, "no network", null, fixture.now);
      fixture.advance(fixture.core.nextTickMs() - fixture.now);
    }
    assertEquals(2, fixture.tokensAsked);
    fixture.core.token(fixture.connection, "token", fixture.now);
    fixture.core.opened(fixture.connection, fixture.now);
    assertEquals("token", fixture.take(ClientFrame.BodyCase.LOGIN).getLogin().getToken());
  }

  @Test
  void theDigestIsOfGroupsThatTheUserIsIn() {
    fixture.resumeToken = FIRST;
    fixture.connected();
    fixture.loggedIn(
        Heads.newBuilder()
            .addHeads(CoreFixture.head("g/team", 7, 0))
            .addHeads(CoreFixture.head("g/left", 7, 0).toBuilder().setLeft(true))
            .addHeads(CoreFixture.head(1, 0)));
    ByteString digest = nextLogin().getResume().getGroups();
    ConversationTracker team = new ConversationTracker("g/team", 7, 1, 0);
    assertEquals(GroupDigest.of(List.of(team), group -> 0), digest);
  }

  /** The server's test has the same bytes. */
  @Test
  void theFormOfADigestIsTheProtocols() {
    ConversationTracker team = new ConversationTracker("g/team", 7, 43, 0);
    ConversationTracker other = new ConversationTracker("g/choir", 1, 2, 0);
    ToLongFunction<String> read = group -> group.equals("g/team") ? 40 : 1;
    ByteString digest = GroupDigest.of(List.of(team, other), read);
    assertEquals(DIGEST, hex(digest), "of g/team 7 42 40, g/choir 1 1 1");
    assertEquals("0000000000000000", hex(GroupDigest.of(List.of(), read)));
  }

  private static final String DIGEST = "3ef2fa544a62546be33043dc270b4508";

  private static String hex(ByteString bytes) {
    StringBuilder hex = new StringBuilder();
    for (byte each : bytes.toByteArray()) {
      hex.append(String.format("%02x", each));
    }
    return hex.toString();
  }

  private void onlineFor(long milliseconds) {
    fixture.expiresInMs = milliseconds;
    fixture.online();
  }

  private void answerPings() {
    while (!fixture.idle()) {
      ClientFrame ping = fixture.take(ClientFrame.BodyCase.PING);
      fixture.answer(ping, ServerFrame.newBuilder().setPong(Pong.getDefaultInstance()));
    }
  }

  private void passSeconds(int seconds) {
    for (int i = 0; i < seconds; i++) {
      fixture.advanceInSteps(1_000);
      answerPings();
    }
  }

  @Test
  void theTokenIsRenewedAfterFourFifthsOfItsLife() {
    onlineFor(100_000);
    passSeconds(79);
    assertEquals(1, fixture.tokensAsked);
    passSeconds(1);
    assertEquals(2, fixture.tokensAsked);
    fixture.core.token(fixture.connection, "newer", fixture.now);
    ClientFrame refresh = fixture.take(ClientFrame.BodyCase.REFRESH_TOKEN);
    assertEquals("newer", refresh.getRefreshToken().getToken());
    TokenRefreshed.Builder answer = TokenRefreshed.newBuilder().setExpiresInMs(50_000);
    fixture.answer(refresh, ServerFrame.newBuilder().setTokenRefreshed(answer));
    passSeconds(39);
    assertEquals(2, fixture.tokensAsked);
    passSeconds(1);
    assertEquals(3, fixture.tokensAsked);
    assertEquals(ClientState.ONLINE, fixture.core.state());
  }

  @Test
  void aSourceThatFailsIsAskedAgainAndTheSessionStays() {
    onlineFor(100_000);
    passSeconds(80);
    fixture.core.tokenFailed(fixture.connection, new IllegalStateException("no"), fixture.now);
    passSeconds(29);
    assertEquals(2, fixture.tokensAsked);
    passSeconds(1);
    assertEquals(3, fixture.tokensAsked);
    assertEquals(ClientState.ONLINE, fixture.core.state());
  }

  @Test
  void aTokenThatNobodyAskedForIsLeftOut() {
    onlineFor(100_000);
    fixture.core.token(fixture.connection, "unasked", fixture.now);
    assertTrue(fixture.idle());
    passSeconds(80);
    long asked = fixture.connection;
    fixture.core.closed(asked, "cut", null, fixture.now);
    fixture.core.token(asked, "late", fixture.now);
    assertTrue(fixture.idle());
  }

  @Test
  void anExpiredSessionIsFollowedByAFullLogin() {
    onlineWith(FIRST);
    fixture.receive(CoreFixture.error(ErrorCode.TOKEN_EXPIRED, Duty.LOG_IN_AGAIN, 0));
    fixture.reconnected();
    assertEquals(2, fixture.tokensAsked);
    assertFalse(fixture.take(ClientFrame.BodyCase.LOGIN).getLogin().hasResume());
  }
}
