package dev.ferry.server.request;

import dev.ferry.protocol.v1.Device;
import dev.ferry.protocol.v1.Devices;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.KnownDevice;
import dev.ferry.server.model.Platform;
import java.util.List;

/** Devices as the wire has them. */
final class DeviceFrames {
  private DeviceFrames() {}

  /** A class that is newer than this server, or not told, counts as another one. */
  static Platform platform(dev.ferry.protocol.v1.Platform platform) {
    return switch (platform) {
      case PLATFORM_PHONE -> Platform.PHONE;
      case PLATFORM_TABLET -> Platform.TABLET;
      case PLATFORM_DESKTOP -> Platform.DESKTOP;
      case PLATFORM_WEB -> Platform.WEB;
      case PLATFORM_OTHER, PLATFORM_UNSPECIFIED, UNRECOGNIZED -> Platform.OTHER;
    };
  }

  static dev.ferry.protocol.v1.Platform platform(Platform platform) {
    return switch (platform) {
      case PHONE -> dev.ferry.protocol.v1.Platform.PLATFORM_PHONE;
      case TABLET -> dev.ferry.protocol.v1.Platform.PLATFORM_TABLET;
      case DESKTOP -> dev.ferry.protocol.v1.Platform.PLATFORM_DESKTOP;
      case WEB -> dev.ferry.protocol.v1.Platform.PLATFORM_WEB;
      case OTHER -> dev.ferry.protocol.v1.Platform.PLATFORM_OTHER;
    };
  }

  static Devices devices(List<KnownDevice> known, DeviceId current) {
    Devices.Builder devices = Devices.newBuilder();
    for (KnownDevice each : known) {
      devices.addDevices(
          Device.newBuilder()
              .setDevice(each.id().value())
              .setName(each.name().value())
              .setPlatform(platform(each.platform()))
              .setLastSeenMs(each.lastSeenMs())
              .setLive(each.live())
              .setCurrent(each.id().equals(current)));
    }
    return devices.build();
  }
}
