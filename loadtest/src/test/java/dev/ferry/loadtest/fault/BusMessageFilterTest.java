package dev.ferry.loadtest.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BusMessageFilterTest {
  private static final String MESSAGE = ">3\r\n$8\r\nsmessage\r\n$2\r\nch\r\n$7\r\na\r\n>3\r\n\r\n";
  private static final String PLAIN_MESSAGE = ">3\r\n$7\r\nmessage\r\n$2\r\nch\r\n$0\r\n\r\n";
  private static final String PATTERN_MESSAGE =
      ">4\r\n$8\r\npmessage\r\n$1\r\n*\r\n$2\r\nch\r\n$1\r\nx\r\n";
  private static final String RESP2_MESSAGE = "*3\r\n$8\r\nsmessage\r\n$2\r\nch\r\n$1\r\nx\r\n";
  private static final String RESP2_SUBSCRIBED = "*3\r\n$10\r\nssubscribe\r\n$2\r\nch\r\n:1\r\n";
  private static final String OTHERS =
      "+OK\r\n-ERR no\r\n:12\r\n_\r\n#t\r\n,1.5\r\n(123456789012345678901\r\n"
          + "$-1\r\n*-1\r\n*0\r\n$0\r\n\r\n$3\r\n\r\n>\r\n=7\r\ntxt:a\r\n\r\n!5\r\nERR x\r\n"
          + "*2\r\n*3\r\n$8\r\nsmessage\r\n$2\r\nch\r\n$1\r\nx\r\n%1\r\n+k\r\n~2\r\n:1\r\n:2\r\n"
          + "|1\r\n+ttl\r\n:5\r\n$2\r\nok\r\n"
          + ">3\r\n$10\r\nssubscribe\r\n$2\r\nch\r\n:1\r\n"
          + ">3\r\n$12\r\nsunsubscribe\r\n$2\r\nch\r\n:0\r\n"
          + ">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\nk\r\n"
          + "%2\r\n+server\r\n$5\r\nredis\r\n+proto\r\n:3\r\n";

  private static final String STREAM =
      OTHERS + MESSAGE + "+OK\r\n" + MESSAGE + PLAIN_MESSAGE + OTHERS + PATTERN_MESSAGE + ":1\r\n";
  private static final String WITHOUT_MESSAGES = OTHERS + "+OK\r\n" + OTHERS + ":1\r\n";

  @Test
  void takesOutMessagesAndNothingElse() {
    assertEquals(WITHOUT_MESSAGES, passed(STREAM, 0, () -> true));
  }

  @Test
  void leavesEverythingWhenNothingIsDropped() {
    assertEquals(STREAM, passed(STREAM, 0, () -> false));
  }

  @Test
  void aSplitAtAnyByteMakesNoDifference() {
    for (int split = 1; split < STREAM.length(); split++) {
      assertEquals(WITHOUT_MESSAGES, passed(STREAM, split, () -> true), "split at " + split);
      assertEquals(STREAM, passed(STREAM, split, () -> false), "split at " + split);
    }
  }

  @Test
  void soDoesASplitAtEveryByte() {
    BusMessageFilter filter = new BusMessageFilter(() -> true);
    StringBuilder passed = new StringBuilder();
    for (int i = 0; i < STREAM.length(); i++) {
      passed.append(text(filter.pass(bytes(STREAM.substring(i, i + 1)))));
    }
    assertEquals(WITHOUT_MESSAGES, passed.toString());
  }

  @Test
  void whetherToDropIsAskedOnceAMessage() {
    int[] asked = {0};
    BooleanSupplier everySecond = () -> asked[0]++ % 2 == 0;
    assertEquals("+a\r\n" + MESSAGE, passed(MESSAGE + "+a\r\n" + MESSAGE, 5, everySecond));
    assertEquals(2, asked[0]);
  }

  @Test
  void resp2MessagesCountOnlyOnAConnectionThatSubscribed() {
    String stream = RESP2_MESSAGE + RESP2_SUBSCRIBED + RESP2_MESSAGE + "+OK\r\n";
    String expected = RESP2_MESSAGE + RESP2_SUBSCRIBED + "+OK\r\n";
    for (int split = 0; split < stream.length(); split++) {
      assertEquals(expected, passed(stream, split, () -> true), "split at " + split);
    }
  }

  @Test
  void noMoreIsHeldBackThanTheBeginOfAReply() {
    BusMessageFilter filter = new BusMessageFilter(() -> true);
    assertEquals("+OK\r\n", text(filter.pass(bytes("+OK\r\n>3\r\n$8\r\nsmess"))));
    assertEquals(">3\r\n$8\r\nsmess", text(filter.rest()));
    assertEquals("", text(filter.rest()));
    BusMessageFilter other = new BusMessageFilter(() -> true);
    assertEquals("*3\r\n$8\r\nsmx", text(other.pass(bytes("*3\r\n$8\r\nsmx"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0016\u0003\u0001\u0002", "HTTP/1.1 200 OK\r\n", "*x\r\n", "$1 \r\n"})
  void whatIsNotRedisPassesAsItIs(String begin) {
    String stream = "+OK\r\n" + begin + MESSAGE;
    assertEquals(stream, passed(stream, 7, () -> true));
  }

  @Test
  void randomPiecesOfALongStreamGiveWhatTheWholeGives() {
    Random random = new Random(11);
    StringBuilder stream = new StringBuilder();
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      boolean message = random.nextInt(3) == 0;
      String blob = ">".repeat(random.nextInt(40));
      String content = "$" + blob.length() + "\r\n" + blob + "\r\n";
      String reply = message ? ">3\r\n$8\r\nsmessage\r\n$1\r\nc\r\n" + content : content;
      stream.append(reply);
      expected.append(message ? "" : reply);
    }
    BusMessageFilter filter = new BusMessageFilter(() -> true);
    StringBuilder passed = new StringBuilder();
    for (int at = 0; at < stream.length(); ) {
      int next = Math.min(stream.length(), at + 1 + random.nextInt(60));
      passed.append(text(filter.pass(bytes(stream.substring(at, next)))));
      at = next;
    }
    assertEquals(expected.toString(), passed.toString());
  }

  private static String passed(String stream, int split, BooleanSupplier drops) {
    BusMessageFilter filter = new BusMessageFilter(drops);
    String passed = text(filter.pass(bytes(stream.substring(0, split))));
    passed += text(filter.pass(bytes(stream.substring(split))));
    return passed + text(filter.rest());
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, ISO_8859_1);
  }

  private static String text(ByteBuf bytes) {
    try {
      return bytes.toString(ISO_8859_1);
    } finally {
      bytes.release();
    }
  }
}
