package dev.ferry.server.badinput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.Edit;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.Forwarded;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.MessageAck;
import dev.ferry.protocol.v1.Operation;
import dev.ferry.protocol.v1.Pin;
import dev.ferry.protocol.v1.React;
import dev.ferry.protocol.v1.Recall;
import dev.ferry.protocol.v1.SendMessage;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.testkit.Door;
import dev.ferry.server.testkit.OneNode;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Operations, answers and mentions with values that no client should send. */
@Timeout(60)
class OperationBadInputIT {
  private static final String TALK = "d/alice/bob";
  private static final AtomicLong IDS = new AtomicLong(1L << 50);

  @TempDir private static Path folder;
  private static OneNode node;
  private static RawClient alice;
  private static MessageAck message;

  @BeforeAll
  static void begin() {
    node = OneNode.start(folder, Map.of("limits.requests-burst", "1000"));
    alice = node.login(Door.TCP, "alice", "phone");
    message = ack(send());
  }

  @AfterAll
  static void end() {
    alice.close();
    node.close();
  }

  private static SendMessage.Builder send() {
    return Requests.message(TALK, IDS.incrementAndGet());
  }

  private static SendMessage.Builder operation(Operation.Builder operation) {
    return send().clearContent().setOperation(operation);
  }

  private static Operation.Builder onMessage() {
    return Operation.newBuilder().setTargetEpoch(message.getEpoch()).setTargetSeq(message.getSeq());
  }

  private static SendMessage.Builder react(String emoji) {
    return operation(onMessage().setReact(React.newBuilder().setEmoji(emoji)));
  }

  private static MessageAck ack(SendMessage.Builder send) {
    ServerFrame answer = alice.call(Requests.send(send));
    assertTrue(answer.hasMessageAck(), answer::toString);
    return answer.getMessageAck();
  }

  private static Error refused(SendMessage.Builder send, ErrorCode code) {
    Error error = Expect.error(alice.call(Requests.send(send)), code);
    Expect.alive(alice);
    return error;
  }

  @Test
  void anEmojiIsShortAndPlain() {
    for (String wrong : List.of("", " ", "a b", "a\u00a0", "\n", "\u001b[1m", "x".repeat(33))) {
      refused(react(wrong), ErrorCode.INVALID_ARGUMENT);
    }
    String family = "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67\u200d\ud83d\udc66";
    assertTrue(ack(react(family)).getSeq() > 0);
    assertEquals(0, ack(react(family)).getSeq());
  }

  @Test
  void theMessageMustBeOne() {
    Recall recall = Recall.getDefaultInstance();
    refused(operation(onMessage().setTargetSeq(0).setRecall(recall)), ErrorCode.INVALID_ARGUMENT);
    refused(operation(onMessage().setTargetSeq(-1).setRecall(recall)), ErrorCode.INVALID_ARGUMENT);
    refused(
        operation(onMessage().setTargetEpoch(-1).setRecall(recall)), ErrorCode.INVALID_ARGUMENT);
    assertEquals(
        "9999",
        refused(
                operation(onMessage().setTargetSeq(9999).setRecall(recall)),
                ErrorCode.NO_SUCH_MESSAGE)
            .getValue());
    refused(operation(onMessage().setTargetEpoch(1).setRecall(recall)), ErrorCode.NO_SUCH_MESSAGE);
    refused(
        operation(onMessage().setRecall(recall)).setConversation("d/alice/nobody"),
        ErrorCode.NO_SUCH_MESSAGE);
    refused(
        operation(onMessage().setRecall(recall)).setConversation("d/bob/carol"),
        ErrorCode.FORBIDDEN);
    refused(
        operation(onMessage().setRecall(recall)).setConversation("g/none"), ErrorCode.FORBIDDEN);
  }

  @Test
  void anOperationIsOneThatTheServerKnows() {
    refused(operation(onMessage()), ErrorCode.UNSUPPORTED_REQUEST);
  }

  @Test
  void onlyAnEditHasContentAndItHasIt() {
    Content text = Content.newBuilder().setType("text").setText("x").build();
    refused(
        operation(onMessage().setPin(Pin.getDefaultInstance())).setContent(text),
        ErrorCode.INVALID_ARGUMENT);
    Operation.Builder edit = onMessage().setEdit(Edit.getDefaultInstance());
    refused(operation(edit), ErrorCode.INVALID_ARGUMENT);
    Content tooLarge = text.toBuilder().setText("x".repeat((64 << 10) + 1)).build();
    refused(operation(edit).setContent(tooLarge), ErrorCode.CONTENT_TOO_LARGE);
    refused(
        operation(edit).setContent(text).setReplyToSeq(message.getSeq()),
        ErrorCode.INVALID_ARGUMENT);
  }

  @Test
  void aMessageLivesForGoodOrASecondToAYear() {
    for (long wrong : List.of(1L, 999L, 366L * 24 * 3_600_000 + 1, -1L, Long.MIN_VALUE)) {
      assertEquals(
          Long.toUnsignedString(wrong),
          refused(send().setTtlMs(wrong), ErrorCode.INVALID_ARGUMENT).getValue());
    }
    assertEquals(
        "5000",
        refused(
                operation(onMessage().setPin(Pin.getDefaultInstance())).setTtlMs(5000),
                ErrorCode.INVALID_ARGUMENT)
            .getValue());
    for (long right : List.of(1000L, 366L * 24 * 3_600_000)) {
      long seq = ack(send().setTtlMs(right)).getSeq();
      Message stored = alice.call(Requests.fetch(TALK, seq, 1)).getMessagePage().getMessages(0);
      assertEquals(right, stored.getTtlMs());
    }
  }

  @Test
  void whereACopyComesFromIsCheckedForItsFormAndGoneWhenItIsRecalled() {
    Forwarded carol = Forwarded.newBuilder().setSender("carol").setTimeMs(7).setHops(2).build();
    refused(send().setForwarded(carol.toBuilder().setSender("")), ErrorCode.INVALID_ARGUMENT);
    refused(send().setForwarded(carol.toBuilder().setTimeMs(-1)), ErrorCode.INVALID_ARGUMENT);
    refused(send().setForwarded(carol.toBuilder().setHops(0)), ErrorCode.INVALID_ARGUMENT);
    refused(send().setForwarded(carol.toBuilder().setHops(-1)), ErrorCode.INVALID_ARGUMENT);
    refused(
        operation(onMessage().setPin(Pin.getDefaultInstance())).setForwarded(carol),
        ErrorCode.INVALID_ARGUMENT);
    MessageAck copy = ack(send().setForwarded(carol));
    assertEquals(carol, read(copy).getForwarded());
    Operation.Builder recall =
        Operation.newBuilder()
            .setTargetEpoch(copy.getEpoch())
            .setTargetSeq(copy.getSeq())
            .setRecall(Recall.getDefaultInstance());
    ack(operation(recall));
    assertFalse(read(copy).hasForwarded());
  }

  private static Message read(MessageAck place) {
    return alice.call(Requests.fetch(TALK, place.getSeq(), 1)).getMessagePage().getMessages(0);
  }

  @Test
  void answersAndMentionsAreChecked() {
    refused(
        send().setReplyToSeq(9999).setReplyToEpoch(message.getEpoch()), ErrorCode.NO_SUCH_MESSAGE);
    refused(send().setReplyToSeq(message.getSeq()), ErrorCode.NO_SUCH_MESSAGE);
    refused(send().setReplyToSeq(-5), ErrorCode.INVALID_ARGUMENT);
    refused(send().addMentions("no/body"), ErrorCode.INVALID_ARGUMENT);
    refused(send().addMentions("bob").addMentions("bob"), ErrorCode.INVALID_ARGUMENT);
    SendMessage.Builder many = send();
    for (int n = 0; n < 51; n++) {
      many.addMentions("user" + n);
    }
    refused(many, ErrorCode.INVALID_ARGUMENT);
    refused(send().setMentionAll(true), ErrorCode.INVALID_ARGUMENT);
    MessageAck answer =
        ack(
            send()
                .setReplyToSeq(message.getSeq())
                .setReplyToEpoch(message.getEpoch())
                .addMentions("bob"));
    Message stored = read(answer);
    assertEquals(message.getSeq(), stored.getReplyToSeq());
    assertEquals(List.of("bob"), stored.getMentionsList());
  }
}
