package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.message.DeviceSessions;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.UserId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code open_session.lua}: one write a login, and the reads beside it. */
final class RedisDeviceSessions implements DeviceSessions {
  private static final byte[] REMEMBERED = bytes(100);
  private static final byte[] KEPT_SECONDS = bytes(400L * 24 * 60 * 60);

  private final Script script;
  private final byte[] groupsMax;

  /**
   * @param groupsMax how many groups a user's index can have
   */
  RedisDeviceSessions(RedisLink link, int groupsMax) {
    this.script = Script.named("open_session", link.batch());
    this.groupsMax = bytes(groupsMax);
  }

  @Override
  public CompletionStage<Opened> open(UserId user, DeviceId device, long since, int limit) {
    return Failures.refusing(
        script
            .run(
                new byte[][] {Keys.devices(user), Keys.groups(user), Keys.index(user)},
                bytes(device.value()),
                REMEMBERED,
                KEPT_SECONDS,
                groupsMax,
                bytes(since),
                bytes(limit))
            .thenApply(RedisDeviceSessions::opened));
  }

  private static Opened opened(List<Object> reply) {
    return new Opened(
        Reply.number(reply.get(0)),
        Reply.conversations(Reply.list(reply.get(1))),
        Reply.touched(reply.subList(2, 5)));
  }
}
