package dev.ferry.client.device;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The user's devices. Calls wait for a connection; their futures fail with {@link
 * dev.ferry.client.FerryException} when refused or closed. Safe for use from any thread.
 */
public interface Devices {

  /** Live ones first, then the last seen; at most 200. */
  CompletableFuture<List<Device>> list();

  /**
   * Logs a device out: its session ends, with the code {@code LOGGED_OUT}, and no token that was
   * issued up to now logs it in again. It may be the own one, whose client ends then. Refused with
   * {@code NO_SUCH_DEVICE}.
   *
   * @return how many live sessions that ended: 0 or 1
   */
  CompletableFuture<Integer> logOut(String device);

  /**
   * Logs all devices out but this one.
   *
   * @return how many live sessions that ended
   */
  CompletableFuture<Integer> logOutOthers();
}
