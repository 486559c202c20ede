package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.device.Devices;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.DeviceName;
import dev.ferry.server.model.KnownDevice;
import dev.ferry.server.model.Platform;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/** {@code devices.lua} and {@code log_out.lua}. Thread-safe. */
final class RedisDevices implements Devices {
  private static final byte[] REVOCATIONS_MAX = bytes(100);
  private static final String NOBODY = "-";
  private static final int FIELDS = 6;

  private final Script list;
  private final Script logOut;
  private final NodeLeases leases;

  RedisDevices(RedisLink link, NodeLeases leases) {
    this.list = Script.named("devices", link.batch());
    this.logOut = Script.named("log_out", link.batch());
    this.leases = leases;
  }

  @Override
  public CompletionStage<List<KnownDevice>> list(UserId user) {
    return Failures.refusing(
        list.run(new byte[][] {Keys.sessions(user)}, bytes(LIST_MAX)).thenApply(this::known));
  }

  private List<KnownDevice> known(List<Object> reply) {
    List<KnownDevice> known = new ArrayList<>(reply.size() / FIELDS);
    for (int i = 0; i < reply.size(); i += FIELDS) {
      boolean live = Reply.number(reply.get(i + 4)) == 1;
      known.add(
          new KnownDevice(
              new DeviceId(Reply.text(reply.get(i))),
              new DeviceName(Reply.text(reply.get(i + 1))),
              Platform.valueOf(Reply.text(reply.get(i + 2)).toUpperCase(Locale.ROOT)),
              Reply.number(reply.get(i + 3)),
              live && !leases.isDead(Reply.text(reply.get(i + 5)))));
    }
    return known;
  }

  @Override
  public CompletionStage<Integer> logOut(UserId user, DeviceId device, DeviceId by) {
    return run(user, "one", device.value(), by.value());
  }

  @Override
  public CompletionStage<Integer> logOutOthers(UserId user, DeviceId by) {
    return run(user, "all", by.value(), by.value());
  }

  @Override
  public CompletionStage<Integer> revoke(UserId user) {
    return run(user, "all", NOBODY, NOBODY);
  }

  private CompletionStage<Integer> run(UserId user, String whom, String named, String by) {
    return Failures.refusing(
        logOut
            .run(
                new byte[][] {Keys.sessions(user), Keys.revoked(user), Keys.channel(user)},
                bytes(whom),
                bytes(named),
                bytes(by),
                REVOCATIONS_MAX,
                DeviceStore.KEPT_SECONDS)
            .thenApply(
                reply -> {
                  if (Reply.text(reply.get(0)).equals("unknown")) {
                    throw new RefusedException(
                        Reason.NO_SUCH_DEVICE,
                        "device: " + named + " (expected: one of yours)",
                        named);
                  }
                  return (int) Reply.number(reply.get(1));
                }));
  }
}
