package dev.ferry.client.core;

import dev.ferry.client.ConversationsPage;
import dev.ferry.client.HistoryPage;
import dev.ferry.client.MessageReceipts;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.FetchHeads;
import dev.ferry.protocol.v1.FetchMessages;
import dev.ferry.protocol.v1.FetchReceipts;
import dev.ferry.protocol.v1.ServerFrame;

/**
 * What an app can ask of the server, and how to read the answer. The frame is the same in every
 * try, so a change of a group, which carries an id, is made once. Immutable.
 */
public final class Question<T> {

  /** Reads an answer of the expected case. */
  interface Reader<T> {
    T read(ServerFrame answer) throws MalformedFrameException;
  }

  private final ClientFrame frame;
  private final ServerFrame.BodyCase expected;
  private final Reader<T> reader;

  Question(ClientFrame.Builder frame, ServerFrame.BodyCase expected, Reader<T> reader) {
    this.frame = frame.build();
    this.expected = expected;
    this.reader = reader;
  }

  /** A page of a conversation's log; {@code fromSeq} 0 asks for the newest. */
  public static Question<HistoryPage> history(String conversation, long fromSeq, int limit) {
    FetchMessages.Builder fetch =
        FetchMessages.newBuilder()
            .setConversation(conversation)
            .setFromSeq(fromSeq)
            .setLimit(Math.max(0, limit));
    return new Question<>(
        ClientFrame.newBuilder().setFetchMessages(fetch),
        ServerFrame.BodyCase.MESSAGE_PAGE,
        answer -> Wire.history(answer.getMessagePage()));
  }

  /** A page of the user's conversations by last activity; {@code after} "" asks for the first. */
  public static Question<ConversationsPage> conversations(String after) {
    return new Question<>(
        ClientFrame.newBuilder().setFetchHeads(FetchHeads.newBuilder().setAfter(after)),
        ServerFrame.BodyCase.HEADS,
        answer -> Wire.conversations(answer.getHeads()));
  }

  /** Who has read one message. */
  public static Question<MessageReceipts> receipts(String conversation, long seq) {
    FetchReceipts.Builder fetch =
        FetchReceipts.newBuilder().setConversation(conversation).setSeq(Math.max(0, seq));
    return new Question<>(
        ClientFrame.newBuilder().setFetchReceipts(fetch),
        ServerFrame.BodyCase.RECEIPTS,
        answer -> Wire.receipts(answer.getReceipts()));
  }

  /** The frame, which lacks a request id. */
  ClientFrame frame() {
    return frame;
  }

  /** Whether it changes a group. */
  boolean changes() {
    return frame.getBodyCase() == ClientFrame.BodyCase.CHANGE_GROUP;
  }

  /** The group that it changes. */
  String group() {
    return frame.getChangeGroup().getConversation();
  }

  T read(ServerFrame answer) throws MalformedFrameException {
    if (answer.getBodyCase() != expected) {
      throw new MalformedFrameException(
          "answer: " + answer.getBodyCase() + " (expected: " + expected + ")");
    }
    return reader.read(answer);
  }
}
