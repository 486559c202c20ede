package dev.ferry.server.request;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.FetchMessages;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.message.MessageService;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.session.Session;
import java.util.concurrent.CompletionStage;

/** {@code FetchMessages} to {@code MessagePage}. */
final class FetchMessagesHandler implements RequestHandler {
  /** Redis's script counts in doubles. */
  private static final long SEQ_MAX = 1L << 53;

  private final MessageService messages;

  FetchMessagesHandler(MessageService messages) {
    this.messages = messages;
  }

  @Override
  public CompletionStage<ServerFrame.Builder> handle(Session session, ClientFrame frame) {
    FetchMessages fetch = frame.getFetchMessages();
    if (fetch.getFromSeq() < 0 || fetch.getFromSeq() > SEQ_MAX) {
      String value = Long.toUnsignedString(fetch.getFromSeq());
      throw new InvalidValueException("from_seq", value, "<= " + SEQ_MAX);
    }
    if (fetch.getLimit() < 0) {
      String value = Integer.toUnsignedString(fetch.getLimit());
      throw new InvalidValueException("limit", value, "<= " + Integer.MAX_VALUE);
    }
    ConversationId conversation = ConversationId.parse(fetch.getConversation());
    return messages
        .page(session.user(), conversation, fetch.getFromSeq(), fetch.getLimit())
        .thenApply(page -> ServerFrame.newBuilder().setMessagePage(Frames.page(page)));
  }
}
