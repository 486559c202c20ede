package dev.ferry.client.core;

import com.google.protobuf.ByteString;
import dev.ferry.client.ReceivedSignal;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.SendSignal;
import dev.ferry.protocol.v1.ServerFrame;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Signals on their way out. They mean this moment, so one that cannot go now does not go at all:
 * neither while there is no connection nor while calls wait, and nobody hears of it.
 */
final class Signals {
  /** Typing is signalled again after this while, well before it fades at the receiver. */
  static final long TYPING_EVERY_MS = 3_000;

  private static final int CONVERSATIONS_MAX = 64;

  private final Calls calls;

  /** When typing was last signalled; of the conversations that were typed in last. */
  private final Map<String, Long> typing =
      new LinkedHashMap<String, Long>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > CONVERSATIONS_MAX;
        }
      };

  Signals(Calls calls) {
    this.calls = calls;
  }

  void send(String conversation, String type, byte[] body, long nowMs) {
    if (!calls.room()) {
      return;
    }
    if (type.equals(ReceivedSignal.TYPING)) {
      Long before = typing.get(conversation);
      if (before != null && nowMs - before < TYPING_EVERY_MS) {
        return;
      }
      typing.put(conversation, nowMs);
    }
    SendSignal.Builder signal =
        SendSignal.newBuilder()
            .setConversation(conversation)
            .setType(type)
            .setBody(ByteString.copyFrom(body));
    calls.call(ClientFrame.newBuilder().setSendSignal(signal), new Sent(), nowMs);
  }

  /** A message went there, after which typing is news again. */
  void messageSent(String conversation) {
    typing.remove(conversation);
  }

  /** Whatever came of it, it is over. */
  private static final class Sent implements Calls.Caller {
    @Override
    public void answered(ServerFrame answer, long nowMs) {}

    @Override
    public void refused(Error error, long nowMs) {}

    @Override
    public void lost(long nowMs) {}
  }
}
