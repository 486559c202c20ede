package dev.ferry.server.request;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.FetchHeads;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.message.ConversationList;
import dev.ferry.server.session.Session;
import java.util.concurrent.CompletionStage;

/** {@code FetchHeads} to {@code Heads}. */
final class FetchHeadsHandler implements RequestHandler {
  private final ConversationList conversations;

  FetchHeadsHandler(ConversationList conversations) {
    this.conversations = conversations;
  }

  @Override
  public CompletionStage<ServerFrame.Builder> handle(Session session, ClientFrame frame) {
    FetchHeads fetch = frame.getFetchHeads();
    return conversations
        .page(session.user(), Touches.since("since", fetch.getSince()), fetch.getAfter())
        .thenApply(page -> ServerFrame.newBuilder().setHeads(Frames.heads(page)));
  }
}
