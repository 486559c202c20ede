package dev.ferry.client.core;

import dev.ferry.client.device.Device;
import dev.ferry.client.device.Platform;
import dev.ferry.protocol.v1.AllOthers;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.FetchDevices;
import dev.ferry.protocol.v1.LogOut;
import dev.ferry.protocol.v1.ServerFrame;
import java.util.ArrayList;
import java.util.List;

/** Questions about the user's devices. */
public final class DeviceQuestions {
  private DeviceQuestions() {}

  public static Question<List<Device>> list() {
    return new Question<>(
        ClientFrame.newBuilder().setFetchDevices(FetchDevices.getDefaultInstance()),
        ServerFrame.BodyCase.DEVICES,
        answer -> devices(answer.getDevices()));
  }

  public static Question<Integer> logOut(String device) {
    return loggedOut(LogOut.newBuilder().setDevice(device));
  }

  public static Question<Integer> logOutOthers() {
    return loggedOut(LogOut.newBuilder().setOthers(AllOthers.getDefaultInstance()));
  }

  private static Question<Integer> loggedOut(LogOut.Builder logOut) {
    return new Question<>(
        ClientFrame.newBuilder().setLogOut(logOut),
        ServerFrame.BodyCase.LOGGED_OUT,
        answer -> answer.getLoggedOut().getSessions());
  }

  private static List<Device> devices(dev.ferry.protocol.v1.Devices devices) {
    List<Device> list = new ArrayList<>(devices.getDevicesCount());
    for (dev.ferry.protocol.v1.Device each : devices.getDevicesList()) {
      list.add(
          new Device(
              each.getDevice(),
              each.getName(),
              platform(each.getPlatform()),
              each.getLastSeenMs(),
              each.getLive(),
              each.getCurrent()));
    }
    return list;
  }

  private static Platform platform(dev.ferry.protocol.v1.Platform platform) {
    switch (platform) {
      case PLATFORM_PHONE:
        return Platform.PHONE;
      case PLATFORM_TABLET:
        return Platform.TABLET;
      case PLATFORM_DESKTOP:
        return Platform.DESKTOP;
      case PLATFORM_WEB:
        return Platform.WEB;
      default:
        return Platform.OTHER;
    }
  }

  static dev.ferry.protocol.v1.Platform platform(Platform platform) {
    switch (platform) {
      case PHONE:
        return dev.ferry.protocol.v1.Platform.PLATFORM_PHONE;
      case TABLET:
        return dev.ferry.protocol.v1.Platform.PLATFORM_TABLET;
      case DESKTOP:
        return dev.ferry.protocol.v1.Platform.PLATFORM_DESKTOP;
      case WEB:
        return dev.ferry.protocol.v1.Platform.PLATFORM_WEB;
      default:
        return dev.ferry.protocol.v1.Platform.PLATFORM_OTHER;
    }
  }
}
