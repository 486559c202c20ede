package dev.ferry.bench;

import com.google.protobuf.ByteString;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.SendMessage;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ClientMessageId;
import dev.ferry.server.model.Content;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.UserId;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** The message that benchmarks are about: 100 bytes of text, from one phone. */
public final class Samples {
  /** The life of every log. */
  public static final long EPOCH = 1_795_600_000_000_000L;

  public static final long TIME_MS = 1_795_600_000_000L;
  public static final String TEXT =
      "A hundred bytes, as people write them. ".repeat(3).substring(0, 100);
  public static final UserId SENDER = new UserId("alice-4711");
  public static final DeviceId DEVICE = new DeviceId("phone-1");
  public static final ConversationId DIRECT = ConversationId.direct(SENDER, new UserId("bob-0815"));
  public static final ConversationId GROUP = ConversationId.parse("g/everybody");

  private static final String TYPE = "text/plain";
  private static final UUID ID = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");

  private Samples() {}

  /** {@link #GROUP} and others, {@code count} in all. */
  public static List<ConversationId> groups(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> i == 0 ? GROUP : ConversationId.parse("g/group" + i))
        .toList();
  }

  /** What the sender's phone sends, encoded. */
  public static byte[] send(ConversationId conversation) {
    return ClientFrame.newBuilder()
        .setRequestId(1_000)
        .setSendMessage(
            SendMessage.newBuilder()
                .setConversation(conversation.value())
                .setClientMessageId(ByteString.copyFrom(id().bytes()))
                .setContent(dev.ferry.protocol.v1.Content.newBuilder().setType(TYPE).setText(TEXT)))
        .build()
        .toByteArray();
  }

  /** What the node makes of it. */
  public static NewMessage message(ConversationId conversation) {
    return new NewMessage(conversation, SENDER, DEVICE, 1, id(), null, content());
  }

  /** What every node hears of it. */
  public static LogEntry entry(ConversationId conversation, long seq) {
    return new LogEntry(
        conversation, new Accepted(EPOCH, seq, TIME_MS), SENDER, DEVICE, 1, id(), content(), null);
  }

  private static ClientMessageId id() {
    return new ClientMessageId(ID.getMostSignificantBits(), ID.getLeastSignificantBits());
  }

  private static Content content() {
    return new Content(TYPE, new byte[0], TEXT);
  }
}
