package dev.ferry.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.MergedForward;
import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.group.GroupChange;
import dev.ferry.client.group.GroupRole;
import dev.ferry.client.group.GroupSettings;
import dev.ferry.client.message.Mark;
import dev.ferry.client.message.MessageOutcome;
import dev.ferry.client.message.Operation;
import dev.ferry.client.message.Origin;
import dev.ferry.client.message.Reaction;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
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
  void placeIsTheOtherUserOrTheGroup() {
    assertEquals("bob", MessageFormat.place("d/alice/bob", "alice"));
    assertEquals("alice", MessageFormat.place("d/alice/bob", "bob"));
    assertEquals("alice", MessageFormat.place("d/alice/alice", "alice"));
    assertEquals("#room", MessageFormat.place("g/room", "alice"));
    assertEquals("x/\\u001b", MessageFormat.place("x/\u001b", "alice"));
  }

  @Test
  void aLineShowsWhatHasBecomeOfItsMessage() {
    MessageOutcome outcome =
        new MessageOutcome(
            null,
            2,
            new Mark(20, TIME, "bob"),
            new Mark(21, TIME, "alice"),
            List.of(
                new Reaction("+1", 2, List.of("a", "b"), true),
                new Reaction("\u001b", 1, List.of("c"), false)));
    ReceivedMessage message =
        message(MessageContent.text("hi"))
            .withReferences(5, List.of("alice"), false)
            .withOutcome(outcome, 30);
    assertEquals(
        "2001-09-09 01:46:40 bob: (re #5) hi (edited) [+1 2, \\u001b 1] [pinned]",
        format.shortLine(message));
    String json = Console.toJson(MessageFormat.json(message));
    assertEquals(
        "\"replyTo\":5,\"mentions\":[\"alice\"],\"outcome\":{\"edits\":2,"
            + "\"edited\":{\"seq\":20,\"time\":\"2001-09-09T01:46:40.007Z\",\"user\":\"bob\"},"
            + "\"pinned\":{\"seq\":21,\"time\":\"2001-09-09T01:46:40.007Z\",\"user\":\"alice\"},"
            + "\"reactions\":[{\"emoji\":\"+1\",\"count\":2,\"users\":[\"a\",\"b\"],\"mine\":true},"
            + "{\"emoji\":\"\\u001B\",\"count\":1,\"users\":[\"c\"],\"mine\":false}]}}",
        json.substring(json.indexOf("\"replyTo")));
  }

  @Test
  void aLineSaysWhenItsMessageExpiresAndThatItHas() {
    ReceivedMessage message = message(MessageContent.text("hi")).withTtl(30_000);
    assertEquals(
        "2001-09-09 01:46:40 bob: hi (expires 2001-09-09 01:47:10)", format.shortLine(message));
    String json = Console.toJson(MessageFormat.json(message));
    assertTrue(json.endsWith("\"text\":\"hi\",\"expires\":\"2001-09-09T01:47:10.007Z\"}"), json);
    ReceivedMessage expired = message.withOutcome(MessageOutcome.EXPIRED, 20);
    assertEquals("2001-09-09 01:46:40 bob: (expired)", format.shortLine(expired));
    json = Console.toJson(MessageFormat.json(expired));
    assertTrue(json.endsWith("\"outcome\":{\"expired\":true}}"), json);
  }

  @Test
  void aForwardedMessageSaysWhoseWordsItHas() {
    ReceivedMessage first = message(MessageContent.text("hi\u001b"));
    ReceivedMessage copy =
        message(MessageContent.text("hi")).withForwarded(new Origin("carol", TIME, 2));
    assertEquals("2001-09-09 01:46:40 bob: (forwarded from carol) hi", format.shortLine(copy));
    String json = Console.toJson(MessageFormat.json(copy));
    assertTrue(
        json.endsWith(
            "\"forwarded\":{\"sender\":\"carol\",\"time\":\"2001-09-09T01:46:40.007Z\","
                + "\"hops\":2}}"),
        json);
    MergedForward both = MergedForward.of("our talk", List.of(first, copy));
    ReceivedMessage merged =
        message(MergedForward.of("", List.of(first, message(both.content()))).content());
    assertEquals(
        "2001-09-09 01:46:40 bob: [bob: hi\\u001b | bob: our talk [bob: hi\\u001b | carol: hi]]",
        format.shortLine(merged));
    assertTrue(
        Console.toJson(MessageFormat.json(merged))
            .contains("\"title\":\"our talk\",\"messages\":["));
    assertThrows(
        IllegalArgumentException.class, () -> MergedForward.of("", List.of(merged, first)));
  }

  @Test
  void ofARecalledMessageALineShowsThatItWas() {
    assertEquals("2001-09-09 01:46:40 bob: (recalled)", recalledBy("bob"));
    assertEquals("2001-09-09 01:46:40 bob: (recalled by alice)", recalledBy("alice"));
    assertEquals("2001-09-09 01:46:40 bob: (recalled)", recalledBy(""));
  }

  private String recalledBy(String user) {
    MessageOutcome outcome = new MessageOutcome(new Mark(20, TIME, user), 0, null, null, List.of());
    return format.shortLine(message(MessageContent.RECALLED).withOutcome(outcome, 30));
  }

  @Test
  void operationsAreSentencesAndObjects() {
    assertEquals("-- bob recalled #3 --", operation(Operation.Kind.RECALL, ""));
    assertEquals("-- bob edited #3: in other words --", operation(Operation.Kind.EDIT, ""));
    assertEquals("-- bob reacted +1 to #3 --", operation(Operation.Kind.REACT, "+1"));
    assertEquals("-- bob took +1 back from #3 --", operation(Operation.Kind.UNREACT, "+1"));
    assertEquals("-- bob pinned #3 --", operation(Operation.Kind.PIN, ""));
    assertEquals("-- bob unpinned #3 --", operation(Operation.Kind.UNPIN, ""));
    String json = Console.toJson(MessageFormat.json(operating(Operation.Kind.REACT, "+1")));
    assertEquals(
        "\"operation\":{\"kind\":\"react\",\"target\":3,\"emoji\":\"+1\"}}",
        json.substring(json.indexOf("\"operation")));
  }

  private static ReceivedMessage operating(Operation.Kind kind, String emoji) {
    return message(MessageContent.text("in other words"))
        .withOperation(new Operation(kind, 3, emoji));
  }

  private String operation(Operation.Kind kind, String emoji) {
    return format.shortLine(operating(kind, emoji)).substring("2001-09-09 01:46:40 ".length());
  }

  private static ReceivedMessage entry(GroupChange change) {
    ReceivedMessage entry =
        new ReceivedMessage(
            "g/team", 3, 17, TIME, "alice", "d", ID, MessageContent.text("in words\u0007"));
    return entry.withChange(change);
  }

  private String sentence(GroupChange.Kind kind, String... users) {
    GroupChange change = new GroupChange(kind, List.of(users), GroupRole.ADMIN, TIME, null);
    return format.shortLine(entry(change)).substring("2001-09-09 01:46:40 ".length());
  }

  @Test
  void changesAreSentences() {
    assertEquals(
        "-- alice created the group with bob, carol --",
        sentence(GroupChange.Kind.CREATED, "alice", "bob", "carol"));
    assertEquals("-- alice created the group --", sentence(GroupChange.Kind.CREATED, "alice"));
    assertEquals("-- alice added bob --", sentence(GroupChange.Kind.ADDED, "bob"));
    assertEquals("-- bob joined --", sentence(GroupChange.Kind.JOINED, "bob"));
    assertEquals("-- alice left --", sentence(GroupChange.Kind.LEFT, "alice"));
    assertEquals("-- alice removed bob --", sentence(GroupChange.Kind.REMOVED, "bob"));
    assertEquals("-- alice made bob an admin --", sentence(GroupChange.Kind.ROLE_SET, "bob"));
    assertEquals(
        "-- alice muted bob until 2001-09-09 01:46:40 --",
        sentence(GroupChange.Kind.MEMBER_MUTED, "bob"));
    assertEquals("-- alice dismissed the group --", sentence(GroupChange.Kind.DISMISSED));
    assertEquals("-- carol asks to join --", sentence(GroupChange.Kind.REQUESTED, "carol"));
    assertEquals("-- alice declined carol --", sentence(GroupChange.Kind.DECLINED, "carol"));
    assertEquals("-- in words\\u0007 --", sentence(GroupChange.Kind.UNKNOWN));
  }

  @Test
  void lineOfAnotherConversationNamesTheGroup() {
    GroupChange settings =
        new GroupChange(
            GroupChange.Kind.SETTINGS,
            List.of(),
            null,
            0,
            GroupSettings.builder()
                .name("T\u001b")
                .avatar("")
                .everyoneMuted(true)
                .slowMode(Duration.ofSeconds(30))
                .attribute("color", "blue")
                .build());
    assertEquals(
        "2001-09-09 01:46:40 #team -- alice set name to T\\u001b, avatar to nothing, everyone muted"
            + " to yes, attribute color to blue, slow mode to 30 s --",
        format.line(entry(settings), "bob"));
    assertEquals(
        "{\"kind\":\"settings\",\"users\":[],\"settings\":{\"name\":\"T\\u001B\",\"avatar\":\"\","
            + "\"everyone_muted\":true,\"slow_mode_s\":30,\"attributes\":{\"color\":\"blue\"}}}",
        Console.toJson(ChangeWords.json(settings)));
  }
}
