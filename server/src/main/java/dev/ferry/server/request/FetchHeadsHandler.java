package dev.ferry.server.request;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.message.MessageService;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.session.Session;
import java.util.concurrent.CompletionStage;

/** {@code FetchHeads} to {@code Heads}. */
final class FetchHeadsHandler implements RequestHandler {
  private final MessageService messages;

  FetchHeadsHandler(MessageService messages) {
    this.messages = messages;
  }

  @Override
  public CompletionStage<ServerFrame.Builder> handle(Session session, ClientFrame frame) {
    String after = frame.getFetchHeads().getAfter();
    String checked = after.isEmpty() ? "" : ConversationId.parse(after).value();
    return messages
        .heads(session.user(), checked)
        .thenApply(page -> ServerFrame.newBuilder().setHeads(Frames.heads(page)));
  }
}
