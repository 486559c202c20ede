package dev.ferry.server.device;

import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.KnownDevice;
import dev.ferry.server.model.UserId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The devices of users, and what ends their sessions on whatever node they are. A logout also
 * revokes the tokens that were issued up to its second. Every stage may fail with {@code
 * UNAVAILABLE}; what is done twice does no harm.
 */
public interface Devices {
  /** Devices in a list, at most. */
  int LIST_MAX = 200;

  /** Those that are live first, then the last seen. */
  CompletionStage<List<KnownDevice>> list(UserId user);

  /**
   * Logs one device out, and returns how many live sessions that ended. Fails with {@code
   * NO_SUCH_DEVICE}.
   *
   * @param by the device that asks, which may be the same
   */
  CompletionStage<Integer> logOut(UserId user, DeviceId device, DeviceId by);

  /** Logs out all devices but the one that asks. */
  CompletionStage<Integer> logOutOthers(UserId user, DeviceId by);

  /** Logs out all devices, on behalf of whoever runs the service. */
  CompletionStage<Integer> revoke(UserId user);
}
