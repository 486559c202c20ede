package dev.ferry.server.badinput;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.Login;
import dev.ferry.server.testkit.Door;
import dev.ferry.server.testkit.OneNode;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The same answers over TCP and WebSocket: one authenticator serves both. */
@Timeout(60)
class LoginMatrixIT {
  @TempDir private static Path data;
  private static OneNode node;

  @BeforeAll
  static void start() {
    node = OneNode.start(data);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  static Stream<Arguments> refusedTokens() {
    Tokens good = node.tokens();
    Tokens stranger = Tokens.hs256("another secret, as long as it has to be".getBytes(UTF_8));
    String whole = good.token("alice");
    String body = whole.substring(0, whole.lastIndexOf('.') + 1);
    List<Arguments> cases = new ArrayList<>();
    invalid(cases, "none", "");
    invalid(cases, "garbage", "garbage");
    invalid(cases, "dots", "..");
    invalid(cases, "too long", "a".repeat(3 * 1024 + 1));
    invalid(cases, "wrong key", stranger.token("alice"));
    invalid(cases, "wrong key and expired", stranger.token("alice", Duration.ofHours(-1)));
    invalid(cases, "alg none", Tokens.unsigned().token("alice"));
    invalid(cases, "signature cut off", body);
    invalid(cases, "signature of another user", body + signature(good.token("bob")));
    invalid(cases, "public key algorithm", Tokens.rs256("k1").token("alice"));
    invalid(cases, "no subject", good.without("sub").token("alice"));
    invalid(cases, "no expiry", good.without("exp").token("alice"));
    invalid(cases, "subject that is no user id", good.token("d/alice/bob"));
    invalid(cases, "empty subject", good.token(""));
    cases.add(
        Arguments.of(
            "expired", good.token("alice", Duration.ofMinutes(-5)), ErrorCode.TOKEN_EXPIRED));
    return cases.stream()
        .flatMap(
            each ->
                Stream.of(Door.values())
                    .map(door -> Arguments.of(each.get()[0], door, each.get()[1], each.get()[2])));
  }

  private static void invalid(List<Arguments> cases, String name, String token) {
    cases.add(Arguments.of(name, token, ErrorCode.UNAUTHENTICATED));
  }

  private static String signature(String token) {
    return token.substring(token.lastIndexOf('.') + 1);
  }

  @ParameterizedTest(name = "{0} over {1}")
  @MethodSource("refusedTokens")
  void aTokenThatIsNotGoodNowIsRefused(String name, Door door, String token, ErrorCode code) {
    Error error = refused(door, RawClient.loginFrame(token, "phone"), code);
    assertEquals(Duty.LOG_IN_AGAIN, error.getDuty());
    assertEquals("", error.getValue(), "a token is never repeated");
    assertFalse(token.length() > 8 && error.getMessage().contains(token), error.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void aBadDeviceIdIsRefusedAndNamed(Door door) {
    String token = node.tokens().token("alice");
    for (String device : List.of("", "a b", "../x", "-x", "x".repeat(65), "é", "a\nb", "a/b")) {
      Error error = refused(door, RawClient.loginFrame(token, device), ErrorCode.INVALID_ARGUMENT);
      assertEquals(device, error.getValue());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientNameThatIsTooLongIsRefused(Door door) {
    Login.Builder login =
        RawClient.loginFrame(node.tokens().token("alice"), "phone").getLogin().toBuilder();
    ClientFrame.Builder tooLong = frame(login.setClient("x".repeat(65)));
    Error error = refused(door, tooLong, ErrorCode.INVALID_ARGUMENT);
    assertTrue(error.getMessage().contains("client"), error.getMessage());
    try (RawClient client = node.connect(door)) {
      assertTrue(client.call(frame(login.setClient("x".repeat(64)))).hasLoggedIn());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLongestNamesAreWelcome(Door door) {
    String user = "u".repeat(64);
    try (RawClient client = node.connect(door)) {
      assertEquals(user, client.login(node.tokens().token(user), "d".repeat(64)).getUser());
    }
  }

  private static ClientFrame.Builder frame(Login.Builder login) {
    return ClientFrame.newBuilder().setLogin(login);
  }

  private static Error refused(Door door, ClientFrame.Builder login, ErrorCode code) {
    try (RawClient client = node.connect(door)) {
      Error error = Expect.error(client.call(login), code);
      Expect.closed(client);
      return error;
    }
  }
}
