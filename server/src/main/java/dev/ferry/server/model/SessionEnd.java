package dev.ferry.server.model;

import dev.ferry.server.model.RefusedException.Reason;
import java.util.Optional;

/**
 * Sessions of a user that are over, decided where all its sessions are known.
 *
 * @param device whose sessions; empty for all devices but {@code except}
 * @param stamp those up to it end, later ones live on
 * @param by the device that asked for it or took their place; empty for an operator
 */
public record SessionEnd(
    Optional<DeviceId> device,
    long stamp,
    Reason reason,
    Optional<DeviceId> by,
    Optional<DeviceId> except)
    implements Hint {

  /** The end of one session. */
  public static SessionEnd of(DeviceId device, long stamp, Reason reason) {
    return new SessionEnd(Optional.of(device), stamp, reason, Optional.empty(), Optional.empty());
  }

  /** Whether sessions of that device are meant. */
  public boolean concerns(DeviceId one) {
    return device.map(one::equals).orElseGet(() -> !except.equals(Optional.of(one)));
  }

  /** As its client is told. */
  public RefusedException refusal() {
    String who = by.map(DeviceId::value).orElse("");
    String message =
        switch (reason) {
          case SESSION_REPLACED ->
              who.isEmpty() ? "another session has its place" : who + " has its place";
          case LOGGED_OUT -> who.isEmpty() ? "logged out" : "logged out by " + who;
          default -> "given up";
        };
    return new RefusedException(reason, "session: " + message, who);
  }
}
