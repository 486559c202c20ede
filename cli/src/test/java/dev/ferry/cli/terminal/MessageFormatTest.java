package dev.ferry.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.SendReceipt;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MessageFormatTest {
  private static final UUID ID = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");

  /** 2001-09-09 01:46:40.007 UTC. */
  private static final long TIME = 1_000_000_000_007L;

  private final MessageFormat format = new MessageFormat(ZoneOffset.UTC, "->");

  private static ReceivedMessage message(MessageContent content) {
    return new ReceivedMessage("d/alice/bob", 3, 17, TIME, "bob", "phone", ID, content);
  }

  @Test
  void lineNamesWhoWroteToWhom() {
    ReceivedMessage message = message(MessageContent.text("hi"));
    assertEquals("2001-09-09 01:46:40 bob -> alice: hi", format.line(message, "alice"));
    assertEquals("2001-09-09 01:46:40 bob -> alice: hi", format.line(message, "bob"));
    assertEquals("2001-09-09 01:46:40 bob: hi", format.shortLine(message));
  }

  @Test
  void lineShowsForeignTypesByTheirFallbackText() {
    ReceivedMessage message = message(MessageContent.of("poll\u001b", new byte[3], "two\nlines"));
    assertEquals(
        "2001-09-09 01:46:40 bob: [poll\\u001b, 12 bytes] two\\nlines", format.shortLine(message));
  }

  @Test
  void jsonHasEveryFieldAndBodyOnlyWhenThereIsOne() {
    assertEquals(
        "{\"conversation\":\"d/alice/bob\",\"epoch\":3,\"seq\":17,"
            + "\"time\":\"2001-09-09T01:46:40.007Z\",\"sender\":\"bob\",\"device\":\"phone\","
            + "\"id\":\"01234567-89ab-cdef-0123-456789abcdef\",\"type\":\"text\",\"text\":\"hi\"}",
        Console.toJson(MessageFormat.json(message(MessageContent.text("hi")))));
    String withBody =
        Console.toJson(MessageFormat.json(message(MessageContent.of("x", new byte[] {1, 2}, ""))));
    assertEquals(
        "\"text\":\"\",\"body\":\"AQI=\"}", withBody.substring(withBody.indexOf("\"text")));
  }

  @Test
  void jsonOfAnAckTellsThePlace() {
    assertEquals(
        "{\"conversation\":\"d/alice/bob\",\"epoch\":1,\"seq\":2,"
            + "\"time\":\"2001-09-09T01:46:40.007Z\",\"id\":\"01234567-89ab-cdef-0123-456789abcdef\"}",
        Console.toJson(MessageFormat.json(new SendReceipt(ID, "d/alice/bob", 1, 2, TIME))));
  }

  @Test
  void jsonIsOneHarmlessLine() {
    String json =
        Console.toJson(
            MessageFormat.json(message(MessageContent.text("\u001b[31m\n\u009b\u202e\u2028ü\""))));
    String text = "\"text\":\"\\u001B[31m\\n\\u009b\\u202e\\u2028ü\\\"\"}";
    assertEquals(text, json.substring(json.indexOf("\"text\":\"")));
  }

  @Test
  void peerIsTheOtherUser() {
    assertEquals("bob", MessageFormat.peer("d/alice/bob", "alice"));
    assertEquals("alice", MessageFormat.peer("d/alice/bob", "bob"));
    assertEquals("alice", MessageFormat.peer("d/alice/alice", "alice"));
    assertEquals("g/room", MessageFormat.peer("g/room", "alice"));
  }
}
