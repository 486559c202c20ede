package dev.ferry.server.badinput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.FetchHeads;
import dev.ferry.protocol.v1.FetchMessages;
import dev.ferry.protocol.v1.Ping;
import dev.ferry.protocol.v1.SendMessage;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.testkit.RawClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Requests in one line, and what a refusal has to look like. */
final class Calls {
  static final Duration SOON = Duration.ofSeconds(10);

  private Calls() {}

  static ClientFrame.Builder ping() {
    return ClientFrame.newBuilder().setPing(Ping.getDefaultInstance());
  }

  static ClientFrame.Builder send(String conversation, long id, String text) {
    return send(conversation, RawClient.messageId(id), content("text", text));
  }

  static ClientFrame.Builder send(String conversation, ByteString id, Content content) {
    return ClientFrame.newBuilder()
        .setSendMessage(
            SendMessage.newBuilder()
                .setConversation(conversation)
                .setClientMessageId(id)
                .setContent(content));
  }

  static Content content(String type, String text) {
    return Content.newBuilder().setType(type).setText(text).build();
  }

  static ClientFrame.Builder fetch(String conversation, long fromSeq, int limit) {
    return ClientFrame.newBuilder()
        .setFetchMessages(
            FetchMessages.newBuilder()
                .setConversation(conversation)
                .setFromSeq(fromSeq)
                .setLimit(limit));
  }

  static ClientFrame.Builder heads(String after) {
    return ClientFrame.newBuilder().setFetchHeads(FetchHeads.newBuilder().setAfter(after));
  }

  /** A frame as TCP carries it. */
  static byte[] delimited(ClientFrame frame) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.writeByteArrayNoTag(frame.toByteArray());
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A length as TCP carries it, without anything behind it. */
  static byte[] header(int length) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.writeUInt32NoTag(length);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The next frame is this error, with a duty and without any of the server's insides. */
  static Error refused(RawClient client, ErrorCode code) {
    return refused(client.next(), code);
  }

  static Error refused(ServerFrame answer, ErrorCode code) {
    assertTrue(answer.hasError(), answer::toString);
    Error error = answer.getError();
    assertEquals(code, error.getCode(), error::toString);
    assertNotEquals(Duty.DUTY_UNSPECIFIED, error.getDuty());
    assertFalse(tellsOfInsides(error.getMessage() + error.getValue()), error::toString);
    return error;
  }

  /** The next frame is this error, nothing follows it, and the connection ends in order. */
  static Error refusedAndClosed(RawClient client, ErrorCode code) {
    Error error = refused(client, code);
    closed(client);
    return error;
  }

  static void closed(RawClient client) {
    RawClient.Closed end = client.awaitClosed(SOON);
    assertTrue(end.clean(), end::toString);
    assertTrue(client.poll(Duration.ZERO).isEmpty(), "a frame after the last one");
  }

  /** The session answers, so it was not closed. */
  static void stays(RawClient client) {
    assertTrue(client.call(ping()).hasPong());
  }

  static boolean tellsOfInsides(String text) {
    return text.contains("Exception")
        || text.contains("\tat ")
        || text.contains("dev.ferry")
        || text.contains("io.netty")
        || text.contains(".java:");
  }
}
