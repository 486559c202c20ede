package dev.ferry.server.request;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.MessageAck;
import dev.ferry.protocol.v1.SendMessage;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.message.MessageService;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ClientMessageId;
import dev.ferry.server.model.Content;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.session.Session;
import java.util.concurrent.CompletionStage;

/** {@code SendMessage} to {@code MessageAck}. */
final class SendMessageHandler implements RequestHandler {
  private final MessageService messages;

  SendMessageHandler(MessageService messages) {
    this.messages = messages;
  }

  @Override
  public CompletionStage<ServerFrame.Builder> handle(Session session, ClientFrame frame) {
    SendMessage send = frame.getSendMessage();
    NewMessage message =
        new NewMessage(
            ConversationId.parse(send.getConversation()),
            session.user(),
            session.device(),
            session.stamp(),
            ClientMessageId.of(send.getClientMessageId().toByteArray()),
            send.getAfter().isEmpty()
                ? null
                : ClientMessageId.of("after", send.getAfter().toByteArray()),
            content(send),
            OperationFrames.references(send),
            send.hasOperation() ? OperationFrames.operation(send.getOperation()) : null,
            send.getTtlMs());
    return messages.send(message).thenApply(SendMessageHandler::answer);
  }

  /** Of operations only an edit says something. */
  private static Content content(SendMessage send) {
    dev.ferry.protocol.v1.Content content = send.getContent();
    if (send.hasOperation() && !send.getOperation().hasEdit()) {
      if (send.hasContent()) {
        throw new InvalidValueException("content", "that of an operation", "none");
      }
      return Content.NONE;
    }
    ContentKinds.check(content);
    return new Content(
        content.getType(), content.getBody().toByteArray(), content.getText(), content.getSilent());
  }

  private static ServerFrame.Builder answer(Accepted accepted) {
    return ServerFrame.newBuilder()
        .setMessageAck(
            MessageAck.newBuilder()
                .setEpoch(accepted.epoch())
                .setSeq(accepted.seq())
                .setTimeMs(accepted.timeMs())
                .setCount(accepted.count()));
  }
}
