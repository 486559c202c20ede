package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * {@code append.lua}: one message into the log of a direct conversation. On a single Redis the
 * script also touches the indexes of both users and publishes; in a Cluster, whose scripts reach
 * one slot only, it leaves a publish note instead.
 */
final class AppendScript {
  private final LogScript script;
  private final boolean publishing;

  /**
   * @param publishing whether the script reaches every key of this Redis
   */
  AppendScript(RedisLink link, LogScript.Settings settings, boolean publishing) {
    this.script = new LogScript(link, "append", settings);
    this.publishing = publishing;
  }

  CompletionStage<Outcome> append(NewMessage message, byte[] stored) {
    List<byte[]> keys = new ArrayList<>();
    if (publishing) {
      for (UserId member : message.conversation().peers()) {
        keys.add(Keys.index(member));
        keys.add(Keys.channel(member));
      }
    } else {
      keys.add(Keys.notes(Keys.bucket(message.conversation())));
    }
    return script.run(
        LogScript.Sending.of(message, stored),
        keys,
        List.of(
            bytes(publishing ? "publish" : "note"),
            LogScript.counts(message),
            bytes(CursorForm.side(message.conversation(), message.sender()))));
  }
}
