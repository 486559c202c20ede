package dev.ferry.server.request;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.LogOut;
import dev.ferry.protocol.v1.LoggedOut;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.device.Devices;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.session.Session;
import java.util.concurrent.CompletionStage;

/** What users ask of their devices, this one's session included. */
final class DeviceHandlers {
  private final Devices devices;
  private final RequestHandler refresh;

  DeviceHandlers(Devices devices, RequestHandler refresh) {
    this.devices = devices;
    this.refresh = refresh;
  }

  /** {@code RefreshToken} to {@code TokenRefreshed}. */
  CompletionStage<ServerFrame.Builder> refresh(Session session, ClientFrame frame) {
    return refresh.handle(session, frame);
  }

  /** {@code FetchDevices} to {@code Devices}. */
  CompletionStage<ServerFrame.Builder> list(Session session, ClientFrame frame) {
    return devices
        .list(session.user())
        .thenApply(
            known ->
                ServerFrame.newBuilder().setDevices(DeviceFrames.devices(known, session.device())));
  }

  /** {@code LogOut} to {@code LoggedOut}; who logs itself out may hear of its end before. */
  CompletionStage<ServerFrame.Builder> logOut(Session session, ClientFrame frame) {
    return ended(session, frame.getLogOut())
        .thenApply(
            sessions ->
                ServerFrame.newBuilder()
                    .setLoggedOut(LoggedOut.newBuilder().setSessions(sessions)));
  }

  private CompletionStage<Integer> ended(Session session, LogOut logOut) {
    return switch (logOut.getWhichCase()) {
      case DEVICE ->
          devices.logOut(session.user(), new DeviceId(logOut.getDevice()), session.device());
      case OTHERS -> devices.logOutOthers(session.user(), session.device());
      case WHICH_NOT_SET ->
          throw new RefusedException(
              Reason.INVALID_ARGUMENT, "log_out: nobody (expected: a device, or the others)");
    };
  }
}
