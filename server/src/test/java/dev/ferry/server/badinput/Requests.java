package dev.ferry.server.badinput;

import com.google.protobuf.ByteString;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.FetchHeads;
import dev.ferry.protocol.v1.FetchMessages;
import dev.ferry.protocol.v1.Ping;
import dev.ferry.protocol.v1.SendMessage;
import dev.ferry.server.testkit.RawClient;

/** Good requests, to be sent or spoilt. */
final class Requests {
  private Requests() {}

  static ClientFrame.Builder ping() {
    return ClientFrame.newBuilder().setPing(Ping.getDefaultInstance());
  }

  static SendMessage.Builder message(String conversation, long number) {
    return SendMessage.newBuilder()
        .setConversation(conversation)
        .setClientMessageId(RawClient.messageId(number))
        .setContent(Content.newBuilder().setType("text").setText("hello"));
  }

  static ClientFrame.Builder send(String conversation, long number) {
    return send(message(conversation, number));
  }

  static ClientFrame.Builder send(SendMessage.Builder message) {
    return ClientFrame.newBuilder().setSendMessage(message);
  }

  /** A send whose body has that many bytes and whose text is empty. */
  static ClientFrame.Builder sendOfSize(String conversation, long number, int bytes) {
    return send(
        message(conversation, number)
            .setContent(
                Content.newBuilder()
                    .setType("blob")
                    .setBody(ByteString.copyFrom(new byte[bytes]))));
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
}
