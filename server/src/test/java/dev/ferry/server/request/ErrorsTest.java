package dev.ferry.server.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorsTest {
  private static final Path PAGE = Path.of("..", "docs", "protocol.md");

  /** {@code | `CODE` | meaning | DUTY, more | connection |}. */
  private static final Pattern ROW =
      Pattern.compile("\\| `([A-Z_]+)` \\| [^|]+ \\| ([A-Z_]+)[^|]*\\| (closed|stays)[^|]*\\|");

  @ParameterizedTest
  @EnumSource(Reason.class)
  void everyReasonHasACodeOfItsNameAndADuty(Reason reason) throws InvalidProtocolBufferException {
    Error error = told(new RefusedException(reason, "why"));
    assertEquals(reason.name(), error.getCode().name());
    assertNotEquals(Duty.DUTY_UNSPECIFIED, error.getDuty());
    assertNotEquals(Duty.UNRECOGNIZED, error.getDuty());
  }

  @Test
  void everyCodeOfTheWireIsUsed() throws InvalidProtocolBufferException {
    Set<ErrorCode> used = EnumSet.noneOf(ErrorCode.class);
    for (Reason reason : Reason.values()) {
      used.add(told(new RefusedException(reason, "why")).getCode());
    }
    assertEquals(
        EnumSet.complementOf(EnumSet.of(ErrorCode.ERROR_CODE_UNSPECIFIED, ErrorCode.UNRECOGNIZED)),
        used);
  }

  @Test
  void theProtocolPageNamesEveryCodeWithItsDuty() throws IOException {
    Map<ErrorCode, Duty> written = new EnumMap<>(ErrorCode.class);
    for (String line : errorTable()) {
      Matcher row = ROW.matcher(line);
      assertTrue(row.matches(), line);
      Duty before = written.put(ErrorCode.valueOf(row.group(1)), Duty.valueOf(row.group(2)));
      assertNull(before, line);
    }
    Map<ErrorCode, Duty> told = new EnumMap<>(ErrorCode.class);
    for (Reason reason : Reason.values()) {
      Error error = told(new RefusedException(reason, "why"));
      told.put(error.getCode(), error.getDuty());
    }
    assertEquals(told, written);
  }

  @Test
  void waitAndValueAreTold() throws InvalidProtocolBufferException {
    assertEquals(
        1500,
        told(new RefusedException(Reason.UNAVAILABLE, "why", Duration.ofMillis(1500)))
            .getRetryAfterMs());
    assertEquals("v", told(new RefusedException(Reason.FORBIDDEN, "why", "v")).getValue());
  }

  @Test
  void anUnforeseenFailureIsToldWithoutItsDetails() throws InvalidProtocolBufferException {
    Error error =
        told(Errors.refusal(new CompletionException(new IllegalStateException("the password"))));
    assertEquals(ErrorCode.INTERNAL, error.getCode());
    assertFalse(error.toString().contains("password"));
  }

  private static Error told(RefusedException refusal) throws InvalidProtocolBufferException {
    return ServerFrame.parseFrom(Errors.frame(0, refusal)).getError();
  }

  private static List<String> errorTable() throws IOException {
    String page = Files.readString(PAGE);
    return page.substring(page.indexOf("## Errors"))
        .lines()
        .filter(line -> line.startsWith("| `"))
        .toList();
  }
}
