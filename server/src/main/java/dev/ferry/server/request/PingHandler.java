package dev.ferry.server.request;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Pong;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.session.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code Ping} to {@code Pong}. */
final class PingHandler implements RequestHandler {
  @Override
  public CompletionStage<ServerFrame.Builder> handle(Session session, ClientFrame frame) {
    return CompletableFuture.completedStage(
        ServerFrame.newBuilder().setPong(Pong.getDefaultInstance()));
  }
}
