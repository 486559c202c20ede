package dev.ferry.server.request;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.FetchEdits;
import dev.ferry.protocol.v1.FetchReactions;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.message.MessageReads;
import dev.ferry.server.message.MessageService;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.UserId;
import dev.ferry.server.session.Session;
import java.util.concurrent.CompletionStage;

/** The questions about single messages, a method each. */
final class OperationHandlers {
  /** Redis's scripts count in doubles. */
  private static final long SEQ_MAX = 1L << 53;

  private final MessageReads reads;

  OperationHandlers(MessageReads reads) {
    this.reads = reads;
  }

  /** {@code FetchReactions} to {@code Reactions}. */
  CompletionStage<ServerFrame.Builder> reactions(Session session, ClientFrame frame) {
    FetchReactions fetch = frame.getFetchReactions();
    ConversationId conversation = conversation(fetch.getConversation(), session.user());
    return reads
        .reactions(session.user(), conversation, seq("seq", fetch.getSeq(), 1))
        .thenApply(all -> ServerFrame.newBuilder().setReactions(OperationFrames.reactions(all)));
  }

  /** {@code FetchEdits} to {@code Edits}. */
  CompletionStage<ServerFrame.Builder> edits(Session session, ClientFrame frame) {
    FetchEdits fetch = frame.getFetchEdits();
    ConversationId conversation = conversation(fetch.getConversation(), session.user());
    return reads
        .edits(
            session.user(),
            conversation,
            seq("seq", fetch.getSeq(), 1),
            seq("from_seq", fetch.getFromSeq(), 0))
        .thenApply(page -> ServerFrame.newBuilder().setEdits(OperationFrames.edits(page)));
  }

  /** {@code FetchPins} to {@code Pins}. */
  CompletionStage<ServerFrame.Builder> pins(Session session, ClientFrame frame) {
    ConversationId conversation =
        conversation(frame.getFetchPins().getConversation(), session.user());
    return reads
        .pins(session.user(), conversation)
        .thenApply(pins -> ServerFrame.newBuilder().setPins(OperationFrames.pins(pins)));
  }

  private static ConversationId conversation(String id, UserId reader) {
    ConversationId conversation = ConversationId.parse(id);
    MessageService.checkPeer(conversation, reader);
    return conversation;
  }

  private static long seq(String field, long value, long least) {
    if (value < least || value > SEQ_MAX) {
      throw new InvalidValueException(
          field, Long.toUnsignedString(value), least + " to " + SEQ_MAX);
    }
    return value;
  }
}
