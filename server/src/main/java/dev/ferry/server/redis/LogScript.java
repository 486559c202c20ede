package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.model.ClientMessageId;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A script that appends an entry: what {@code part/log.lua} wants, before what is its own. */
final class LogScript {
  private static final long ACCEPTED_KEPT_SECONDS = 400L * 24 * 60 * 60;

  private final FencedScript script;

  /**
   * @param window accepted client message ids kept for each device and conversation, at least (P2)
   * @param entriesMax entries kept in a log, at least
   * @param fenced whether a restart of Redis may roll logs back
   */
  record Settings(int window, int entriesMax, boolean fenced) {
    /** Stands before each script, so that what never changes is not sent with each message. */
    private String text(boolean publishing) {
      return String.format(
          Locale.ROOT,
          "local publishing, window, ids_life, entries_max = %s, %d, %d, %d\n",
          publishing,
          window,
          ACCEPTED_KEPT_SECONDS,
          entriesMax);
    }
  }

  /** What is sent, and by whom. */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  record Sending(
      ConversationId conversation,
      UserId sender,
      DeviceId device,
      long session,
      ClientMessageId id,
      @Nullable ClientMessageId after,
      byte[] stored) {

    static Sending of(NewMessage message, byte[] stored) {
      return new Sending(
          message.conversation(),
          message.sender(),
          message.device(),
          message.session(),
          message.id(),
          message.after(),
          stored);
    }
  }

  LogScript(RedisLink link, String name, Settings settings) {
    String text = settings.text(!link.isCluster()) + Script.read(name);
    this.script = new FencedScript(link, text, settings.fenced());
  }

  /** Whether the message counts as unread. */
  static byte[] counts(NewMessage message) {
    return bytes(message.content().silent() ? 0 : 1);
  }

  CompletionStage<Outcome> run(Sending sending, List<byte[]> ownKeys, List<byte[]> ownArguments) {
    List<byte[]> keys = new ArrayList<>();
    keys.add(Keys.log(sending.conversation()));
    keys.add(Keys.meta(sending.conversation()));
    keys.add(Keys.accepted(sending.conversation(), sending.sender(), sending.device()));
    keys.addAll(ownKeys);
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(sending.id().bytes());
    arguments.add(bytes(sending.session()));
    arguments.add(bytes(sending.conversation().value()));
    arguments.add(sending.stored());
    arguments.add(sending.after() == null ? new byte[0] : sending.after().bytes());
    arguments.addAll(ownArguments);
    return script
        .run(keys.toArray(byte[][]::new), arguments.toArray(byte[][]::new))
        .thenApply(reply -> Outcome.of(reply, sending.sender(), sending.conversation()));
  }
}
