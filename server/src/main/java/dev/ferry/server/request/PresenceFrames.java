package dev.ferry.server.request;

import com.google.protobuf.ByteString;
import dev.ferry.protocol.v1.Presences;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.PresenceSettings;
import dev.ferry.server.model.Signal;
import dev.ferry.server.model.Visibility;
import dev.ferry.server.presence.Presence;
import dev.ferry.server.presence.PresenceEncoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Presence and signals as the wire has them. */
public final class PresenceFrames {
  private PresenceFrames() {}

  /** What is pushed to watchers. */
  public static PresenceEncoder news() {
    return news -> ServerFrame.newBuilder().setPresencePush(presences(news)).build().toByteArray();
  }

  static Presences presences(List<Presence> presences) {
    Presences.Builder users = Presences.newBuilder();
    for (Presence each : presences) {
      users.addUsers(
          dev.ferry.protocol.v1.Presence.newBuilder()
              .setUser(each.user().value())
              .addAllOnline(each.online().stream().sorted().map(DeviceFrames::platform).toList())
              .setLastSeenMs(each.lastSeenMs())
              .setStatus(each.status()));
    }
    return users.build();
  }

  static dev.ferry.protocol.v1.PresenceSettings settings(PresenceSettings settings) {
    return dev.ferry.protocol.v1.PresenceSettings.newBuilder()
        .setStatus(settings.status())
        .setInvisible(settings.invisible())
        .setVisibleTo(visibility(settings.visibleTo()))
        .build();
  }

  static dev.ferry.protocol.v1.Signal signal(Signal signal) {
    return dev.ferry.protocol.v1.Signal.newBuilder()
        .setConversation(signal.conversation().value())
        .setSender(signal.sender().value())
        .setSenderDevice(signal.device().value())
        .setType(signal.type())
        .setBody(ByteString.copyFrom(signal.body()))
        .build();
  }

  /**
   * Null when it is to stay.
   *
   * @throws InvalidValueException when it is one that this server does not know
   */
  static @Nullable Visibility visibility(dev.ferry.protocol.v1.Visibility visibility, int number) {
    return switch (visibility) {
      case VISIBILITY_UNSPECIFIED -> null;
      case VISIBILITY_EVERYONE -> Visibility.EVERYONE;
      case VISIBILITY_CONTACTS -> Visibility.CONTACTS;
      case VISIBILITY_NOBODY -> Visibility.NOBODY;
      case UNRECOGNIZED ->
          throw new InvalidValueException(
              "visible_to", String.valueOf(number), "EVERYONE, CONTACTS or NOBODY");
    };
  }

  private static dev.ferry.protocol.v1.Visibility visibility(Visibility visibility) {
    return switch (visibility) {
      case EVERYONE -> dev.ferry.protocol.v1.Visibility.VISIBILITY_EVERYONE;
      case CONTACTS -> dev.ferry.protocol.v1.Visibility.VISIBILITY_CONTACTS;
      case NOBODY -> dev.ferry.protocol.v1.Visibility.VISIBILITY_NOBODY;
    };
  }
}
