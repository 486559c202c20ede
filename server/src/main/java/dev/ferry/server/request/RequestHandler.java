package dev.ferry.server.request;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.session.Session;
import java.util.concurrent.CompletionStage;

/**
 * Answers one type of request of a live session. Called on the session's loop; must not block. What
 * it throws, or its stage fails with, becomes the error that the client gets. Stateless.
 */
@FunctionalInterface
interface RequestHandler {

  /**
   * @return the answer without its request id
   */
  CompletionStage<ServerFrame.Builder> handle(Session session, ClientFrame frame);
}
