package dev.ferry.client.core;

import dev.ferry.client.ReceivedSignal;
import dev.ferry.client.device.Platform;
import dev.ferry.client.presence.PresenceSettings;
import dev.ferry.client.presence.UserPresence;
import dev.ferry.client.presence.Visibility;
import dev.ferry.protocol.v1.Presence;
import dev.ferry.protocol.v1.Presences;
import dev.ferry.protocol.v1.Signal;
import java.util.ArrayList;
import java.util.List;

/** Between the wire's messages about presence and the values of the public face. */
final class PresenceWire {
  private PresenceWire() {}

  static List<UserPresence> presences(Presences presences) {
    List<UserPresence> found = new ArrayList<>(presences.getUsersCount());
    for (Presence each : presences.getUsersList()) {
      List<Platform> online = new ArrayList<>(each.getOnlineCount());
      for (dev.ferry.protocol.v1.Platform platform : each.getOnlineList()) {
        online.add(platform(platform));
      }
      found.add(new UserPresence(each.getUser(), online, each.getLastSeenMs(), each.getStatus()));
    }
    return found;
  }

  static UserPresence unknown(String user) {
    return new UserPresence(user, new ArrayList<>(), 0, "");
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

  static PresenceSettings settings(dev.ferry.protocol.v1.PresenceSettings settings) {
    return new PresenceSettings(
        settings.getStatus(), settings.getInvisible(), visibility(settings.getVisibleTo()));
  }

  /** One that is newer than this client counts as the narrowest. */
  private static Visibility visibility(dev.ferry.protocol.v1.Visibility visibility) {
    switch (visibility) {
      case VISIBILITY_EVERYONE:
        return Visibility.EVERYONE;
      case VISIBILITY_CONTACTS:
        return Visibility.CONTACTS;
      default:
        return Visibility.NOBODY;
    }
  }

  static dev.ferry.protocol.v1.Visibility visibility(Visibility visibility) {
    switch (visibility) {
      case EVERYONE:
        return dev.ferry.protocol.v1.Visibility.VISIBILITY_EVERYONE;
      case CONTACTS:
        return dev.ferry.protocol.v1.Visibility.VISIBILITY_CONTACTS;
      default:
        return dev.ferry.protocol.v1.Visibility.VISIBILITY_NOBODY;
    }
  }

  static ReceivedSignal signal(Signal signal) {
    return new ReceivedSignal(
        signal.getConversation(),
        signal.getSender(),
        signal.getSenderDevice(),
        signal.getType(),
        signal.getBody().toByteArray());
  }
}
