package dev.ferry.server.badinput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import java.time.Duration;
import java.util.regex.Pattern;

/** What a client that did something wrong is to hear. */
final class Expect {
  static final Duration SOON = Duration.ofSeconds(10);

  /** Frames of a stack trace, and names of classes. */
  private static final Pattern INSIDES =
      Pattern.compile(
          "\\bat [\\w.$]+\\(|\\tat |Exception|dev\\.ferry|io\\.netty|\\.java:|(java|io|dev|com)\\.\\w+\\.\\w+");

  private Expect() {}

  /** The next frame is this error, told without the server's insides. */
  static Error error(RawClient client, ErrorCode code) {
    return error(client.next(SOON), code);
  }

  static Error error(ServerFrame frame, ErrorCode code) {
    assertTrue(frame.hasError(), () -> "expected " + code + " but was " + frame);
    Error error = frame.getError();
    assertEquals(code, error.getCode(), error::toString);
    assertNotEquals(Duty.DUTY_UNSPECIFIED, error.getDuty());
    assertNoInsides(error);
    return error;
  }

  static void assertNoInsides(Error error) {
    assertFalse(INSIDES.matcher(error.getMessage()).find(), error::toString);
    assertFalse(INSIDES.matcher(error.getValue()).find(), error::toString);
  }

  /** The next frame is this error, and the last. */
  static Error closedWith(RawClient client, ErrorCode code) {
    Error error = error(client, code);
    closed(client);
    return error;
  }

  /** The server ends the connection and says no more. */
  static void closed(RawClient client) {
    client.awaitClosed(SOON);
    client
        .poll(Duration.ZERO)
        .ifPresent(
            frame -> {
              throw new AssertionError("after the end: " + frame);
            });
  }

  /** The session is alive: a request is answered. */
  static void alive(RawClient client) {
    ServerFrame answer = client.call(Requests.ping());
    assertTrue(answer.hasPong(), answer::toString);
  }
}
