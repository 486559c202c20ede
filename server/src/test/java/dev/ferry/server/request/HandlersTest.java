package dev.ferry.server.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferry.protocol.v1.ClientFrame.BodyCase;
import dev.ferry.server.message.MessageLog;
import dev.ferry.server.message.MessageService;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.HeadsPage;
import dev.ferry.server.model.LogPage;
import dev.ferry.server.model.NewMessage;
import java.util.EnumSet;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class HandlersTest {
  @Test
  void everyRequestTypeOfTheProtocolHasAHandler() {
    MessageService messages =
        new MessageService(new Log(), HandlersTest::heads, new MessageService.Limits(1, 1));
    assertEquals(EnumSet.allOf(BodyCase.class), new Handlers(messages).table().keySet());
  }

  private static CompletionStage<HeadsPage> heads(Object user, String after) {
    throw new AssertionError("not asked for");
  }

  /** Is only there so that handlers can be made. */
  private static final class Log implements MessageLog {
    @Override
    public CompletionStage<Accepted> append(NewMessage message) {
      throw new AssertionError("not asked for");
    }

    @Override
    public CompletionStage<LogPage> page(ConversationId conversation, long fromSeq, int limit) {
      throw new AssertionError("not asked for");
    }
  }
}
