package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.message.DeviceSessions;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.UserId;
import java.util.concurrent.CompletionStage;

/** {@code open_session.lua}: one write a login. */
public final class RedisDeviceSessions implements DeviceSessions {
  private static final int REMEMBERED = 100;
  private static final long KEPT_SECONDS = 400L * 24 * 60 * 60;

  private final Script script;

  public RedisDeviceSessions(RedisLink link) {
    this.script = Script.named("open_session", link.batch());
  }

  @Override
  public CompletionStage<Long> open(UserId user, DeviceId device) {
    return Failures.refusing(
        script
            .run(
                new byte[][] {Keys.devices(user)},
                bytes(device.value()),
                bytes(String.valueOf(REMEMBERED)),
                bytes(String.valueOf(KEPT_SECONDS)))
            .thenApply(reply -> Reply.number(reply.get(0))));
  }
}
