package dev.ferry.server.badinput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.server.testkit.Door;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Values that have the wrong form, or are not the user's: told so, and the session goes on. */
@Timeout(60)
class BadValuesIT {
  private static final String TALK = "d/alice/bob";

  @TempDir private static Path data;
  private static OneNode node;
  private RawClient client;

  @BeforeAll
  static void start() {
    node =
        OneNode.start(
            data, Map.of("limits.requests-per-second", "5000", "limits.requests-burst", "5000"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void login() {
    client = node.login(Door.TCP, "alice", "phone");
  }

  @AfterEach
  void theSessionIsStillGood() {
    Expect.alive(client);
    assertTrue(client.call(Requests.send(TALK, 1)).hasMessageAck());
    client.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "d",
        "d/",
        "d//",
        "d/alice",
        "d/alice/",
        "d//alice",
        "d/alice/bob/carol",
        "d/bob/alice",
        "D/alice/bob",
        "g/alice/bob",
        "alice/bob",
        " d/alice/bob",
        "d/alice/bob ",
        "d/alice/b{ob}",
        "d/alice/b*b",
        "d/alice/.bob",
        "d/alice/é",
        "d/alice/\u0000",
        "d/alice/bob\n",
      })
  void aConversationOfTheWrongFormIsRefusedEverywhere(String conversation) {
    for (ClientFrame.Builder request :
        List.of(Requests.send(conversation, 1), Requests.fetch(conversation, 1, 1))) {
      Error error = Expect.error(client.call(request), ErrorCode.INVALID_ARGUMENT);
      assertTrue(conversation.contains(error.getValue()), error::toString);
    }
    if (!conversation.isEmpty()) {
      Error error =
          Expect.error(client.call(Requests.heads(conversation)), ErrorCode.INVALID_ARGUMENT);
      assertTrue(conversation.contains(error.getValue()), error::toString);
    }
  }

  @Test
  void aLongBadValueIsRepeatedInPart() {
    String conversation = "d/alice/" + "b".repeat(60_000);
    Error error =
        Expect.error(client.call(Requests.fetch(conversation, 1, 1)), ErrorCode.INVALID_ARGUMENT);
    assertTrue(error.getSerializedSize() < 1024, () -> error.getSerializedSize() + " bytes");
    assertTrue(error.getValue().startsWith("bbb"), error::toString);
  }

  @Test
  void anotherUsersConversationIsForbiddenWhetherItExistsOrNot() {
    try (RawClient bob = node.login(Door.TCP, "bob", "phone")) {
      assertTrue(bob.call(Requests.send("d/bob/carol", 1)).hasMessageAck());
    }
    for (int i = 0; i < 2; i++) {
      Error there = forbidden(i == 0, "d/bob/carol");
      Error absent = forbidden(i == 0, "d/bob/nobody");
      assertEquals(
          there.toBuilder().setMessage("").setValue("").build(),
          absent.toBuilder().setMessage("").setValue("").build());
      assertEquals(
          there.getMessage().replace("d/bob/carol", "it"),
          absent.getMessage().replace("d/bob/nobody", "it"));
    }
    // Names that begin or end like one's own are not one's own.
    forbidden(true, "d/alice2/bob");
    forbidden(true, "d/bob/xalice");
    forbidden(false, "d/Alice/bob");
  }

  private Error forbidden(boolean send, String conversation) {
    ClientFrame.Builder request =
        send ? Requests.send(conversation, 1) : Requests.fetch(conversation, 1, 1);
    Error error = Expect.error(client.call(request), ErrorCode.FORBIDDEN);
    assertEquals(conversation, error.getValue());
    return error;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 17, 32, 60_000})
  void anIdThatIsNot16BytesIsRefused(int length) {
    ByteString id = ByteString.copyFrom(new byte[length]);
    Error error =
        Expect.error(
            client.call(Requests.send(Requests.message(TALK, 1).setClientMessageId(id))),
            ErrorCode.INVALID_ARGUMENT);
    assertEquals(length + " bytes", error.getValue());
    if (length > 0) {
      Error after =
          Expect.error(
              client.call(Requests.send(Requests.message(TALK, 2).setAfter(id))),
              ErrorCode.INVALID_ARGUMENT);
      assertEquals(length + " bytes", after.getValue());
      assertTrue(after.getMessage().startsWith("after"), after::getMessage);
    }
  }

  @Test
  void aSendBehindAnUnknownOneIsOutOfOrder() {
    Expect.error(
        client.call(Requests.send(Requests.message(TALK, 3).setAfter(RawClient.messageId(0xbad)))),
        ErrorCode.OUT_OF_ORDER);
  }

  @Test
  void aContentTypeHas1To64Characters() {
    for (String type : List.of("", "x".repeat(65))) {
      Error error = Expect.error(client.call(typed(type)), ErrorCode.INVALID_ARGUMENT);
      assertEquals(type, error.getValue());
    }
    assertTrue(client.call(typed("x".repeat(64))).hasMessageAck());
  }

  private static ClientFrame.Builder typed(String type) {
    return Requests.send(
        Requests.message(TALK, 5).setContent(Content.newBuilder().setType(type).setText("x")));
  }

  @Test
  void aPlaceInTheLogThatCannotBeIsRefused() {
    for (long seq : new long[] {(1L << 53) + 1, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
      Error error =
          Expect.error(client.call(Requests.fetch(TALK, seq, 1)), ErrorCode.INVALID_ARGUMENT);
      assertEquals(Long.toUnsignedString(seq), error.getValue());
    }
    for (int limit : new int[] {Integer.MIN_VALUE, -1}) {
      Error error =
          Expect.error(client.call(Requests.fetch(TALK, 1, limit)), ErrorCode.INVALID_ARGUMENT);
      assertEquals(Integer.toUnsignedString(limit), error.getValue());
    }
  }

  @Test
  void aPlaceBehindTheLogAndAHugeLimitAreWelcome() {
    assertTrue(client.call(Requests.send(TALK, 1)).hasMessageAck());
    for (long seq : new long[] {1_000_000, 1L << 31, 1L << 32, 1L << 53}) {
      var page = client.call(Requests.fetch(TALK, seq, 1)).getMessagePage();
      assertEquals(TALK, page.getConversation());
      assertEquals(0, page.getMessagesCount());
    }
    assertFalse(
        client
            .call(Requests.fetch(TALK, 1, Integer.MAX_VALUE))
            .getMessagePage()
            .getMessagesList()
            .isEmpty());
    assertTrue(client.call(Requests.fetch("d/alice/never", 0, 0)).hasMessagePage());
  }

  @Test
  void aCursorOfHeadsOfTheRightFormNeedNotExist() {
    for (String after : List.of("i:1:0", "i:9223372036854775807:0", "g::1:0", "g:g/zoe:1:0")) {
      assertTrue(client.call(Requests.heads(after)).hasHeads(), after);
    }
  }
}
