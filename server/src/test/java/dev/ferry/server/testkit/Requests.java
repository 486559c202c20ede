package dev.ferry.server.testkit;

import com.google.protobuf.ByteString;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.FetchHeads;
import dev.ferry.protocol.v1.FetchMessages;
import dev.ferry.protocol.v1.Ping;
import dev.ferry.protocol.v1.SendMessage;

/** Good requests, to be sent or spoilt. */
public final class Requests {
  private Requests() {}

  public static ClientFrame.Builder ping() {
    return ClientFrame.newBuilder().setPing(Ping.getDefaultInstance());
  }

  public static SendMessage.Builder message(String conversation, long number) {
    return SendMessage.newBuilder()
        .setConversation(conversation)
        .setClientMessageId(RawClient.messageId(number))
        .setContent(Content.newBuilder().setType("text").setText("hello"));
  }

  public static ClientFrame.Builder send(String conversation, long number) {
    return send(message(conversation, number));
  }

  public static ClientFrame.Builder send(SendMessage.Builder message) {
    return ClientFrame.newBuilder().setSendMessage(message);
  }

  /** A send whose body has that many bytes and whose text is empty. */
  public static ClientFrame.Builder sendOfSize(String conversation, long number, int bytes) {
    return send(
        message(conversation, number)
            .setContent(
                Content.newBuilder()
                    .setType("blob")
                    .setBody(ByteString.copyFrom(new byte[bytes]))));
  }

  public static ClientFrame.Builder fetch(String conversation, long fromSeq, int limit) {
    return ClientFrame.newBuilder()
        .setFetchMessages(
            FetchMessages.newBuilder()
                .setConversation(conversation)
                .setFromSeq(fromSeq)
                .setLimit(limit));
  }

  public static ClientFrame.Builder heads(String after) {
    return ClientFrame.newBuilder().setFetchHeads(FetchHeads.newBuilder().setAfter(after));
  }
}
