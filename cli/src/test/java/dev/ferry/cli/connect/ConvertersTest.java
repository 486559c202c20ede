package dev.ferry.cli.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class ConvertersTest {
  private static Duration duration(String text) {
    return new DurationConverter().convert(text);
  }

  private static URI server(String text) {
    return new ServerConverter().convert(text);
  }

  @Test
  void readsDurationsWithTheirUnit() {
    assertEquals(Duration.ofMillis(500), duration("500ms"));
    assertEquals(Duration.ofSeconds(10), duration("10s"));
    assertEquals(Duration.ofMinutes(5), duration("5m"));
    assertEquals(Duration.ofHours(2), duration("2h"));
    assertEquals(Duration.ofDays(1), duration("1d"));
  }

  @Test
  void refusesDurationsThatCouldMeanAnything() {
    for (String text : new String[] {"", "10", "s", "-1s", "0s", "1.5s", "10 s", "1w", "1S"}) {
      assertThrows(TypeConversionException.class, () -> duration(text), text);
    }
  }

  @Test
  void refusesDurationsThatTheSdkWouldNotTake() {
    assertEquals(Duration.ofDays(24_855), duration("24855d"));
    for (String text : new String[] {"24856d", "999999999d", "999999999h", "999999999m"}) {
      assertThrows(TypeConversionException.class, () -> duration(text), text);
    }
  }

  @Test
  void tellsDurationsShortly() {
    assertEquals("230 ms", DurationConverter.words(Duration.ofMillis(230)));
    assertEquals("2 s", DurationConverter.words(Duration.ofMillis(2050)));
    assertEquals("2.1 s", DurationConverter.words(Duration.ofMillis(2199)));
  }

  @Test
  void fillsInPortAndPath() {
    assertEquals(URI.create("tcp://example.org:9400"), server("tcp://example.org"));
    assertEquals(URI.create("tcps://example.org:1"), server("TCPS://example.org:1"));
    assertEquals(URI.create("ws://127.0.0.1:9480/ws"), server("ws://127.0.0.1"));
    assertEquals(URI.create("wss://example.org:443/chat"), server("wss://example.org:443/chat"));
    assertEquals(URI.create("ws://example.org:80/ws"), server("ws://example.org:80/"));
    assertEquals(URI.create("tcp://[::1]:9400"), server("tcp://[::1]"));
  }

  @Test
  void refusesWhatIsNoServer() {
    for (String text :
        new String[] {
          "",
          "localhost:9400",
          "http://a",
          "tcp://",
          "tcp://a/path",
          "tcp://a:0",
          "tcp://a:65536",
          "a b"
        }) {
      assertThrows(TypeConversionException.class, () -> server(text), text);
    }
  }

  @Test
  void checksUserIdsAndCounts() {
    assertEquals("a.b_c@d+e-f", new UserConverter().convert("a.b_c@d+e-f"));
    assertThrows(TypeConversionException.class, () -> new UserConverter().convert("a/b"));
    assertThrows(TypeConversionException.class, () -> new UserConverter().convert(""));
    assertEquals(0, new CountConverter().convert("0"));
    assertThrows(TypeConversionException.class, () -> new CountConverter().convert("-1"));
    assertEquals(1L << 40, new SeqConverter().convert(String.valueOf(1L << 40)));
    assertThrows(TypeConversionException.class, () -> new SeqConverter().convert("0"));
  }
}
