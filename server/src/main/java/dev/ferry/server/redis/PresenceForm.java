package dev.ferry.server.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Lease;
import dev.ferry.server.model.OnlineSession;
import dev.ferry.server.model.Platform;
import dev.ferry.server.model.PresenceSettings;
import dev.ferry.server.model.UserId;
import dev.ferry.server.model.UserState;
import dev.ferry.server.model.Visibility;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A user's presence as its hash has it, which {@code part/presence.lua} explains, and as the bus
 * carries that hash. What newer nodes write is understood as far as it goes.
 */
final class PresenceForm {
  /** First byte of what the bus carries, beside those of {@link HintForm}. */
  static final byte KIND = 36;

  private static final String DEVICE = "d/";
  private static final String ON = "1";

  private PresenceForm() {}

  /** From what the bus brought. */
  static UserState heard(UserId user, byte[] message) {
    List<Object> hash = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(message, 1, message.length - 1);
    while (buffer.hasRemaining()) {
      byte[] part = new byte[Short.toUnsignedInt(buffer.getShort())];
      buffer.get(part);
      hash.add(part);
    }
    return state(user, hash);
  }

  /** From what {@code HGETALL} gives. */
  static UserState state(UserId user, List<Object> hash) {
    List<OnlineSession> sessions = new ArrayList<>(1);
    PresenceSettings settings = PresenceSettings.DEFAULT;
    long version = 0;
    long seenMs = 0;
    for (int i = 0; i < hash.size(); i += 2) {
      String field = Reply.text(hash.get(i));
      String value = Reply.text(hash.get(i + 1));
      if (field.startsWith(DEVICE)) {
        sessions.add(session(field.substring(DEVICE.length()), value));
      } else if (field.equals("version")) {
        version = Long.parseLong(value);
      } else if (field.equals("seen")) {
        seenMs = Long.parseLong(value);
      } else {
        settings = with(settings, field, value);
      }
    }
    return new UserState(user, version, sessions, seenMs, settings);
  }

  private static OnlineSession session(String device, String value) {
    String[] parts = value.split(" ", 4);
    return new OnlineSession(
        new DeviceId(device),
        Long.parseLong(parts[0]),
        Lease.parse(parts[1]),
        platform(parts[2]),
        Long.parseLong(parts[3]));
  }

  private static PresenceSettings with(PresenceSettings before, String field, String value) {
    return switch (field) {
      case "status" -> new PresenceSettings(value, before.invisible(), before.visibleTo());
      case "invisible" ->
          new PresenceSettings(before.status(), value.equals(ON), before.visibleTo());
      case "visible" ->
          new PresenceSettings(before.status(), before.invisible(), visibility(value));
      default -> before;
    };
  }

  /** What {@code set.lua} returns. */
  static PresenceSettings settings(List<Object> reply) {
    String visible = Reply.text(reply.get(1));
    return new PresenceSettings(
        Reply.text(reply.get(0)),
        Reply.text(reply.get(2)).equals(ON),
        visible.isEmpty() ? PresenceSettings.DEFAULT.visibleTo() : visibility(visible));
  }

  /** One that only newer nodes know is none of those that this one does. */
  private static Platform platform(String name) {
    for (Platform each : Platform.values()) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    return Platform.OTHER;
  }

  /** Of one that only newer nodes know nobody is told too much. */
  private static Visibility visibility(String name) {
    for (Visibility each : Visibility.values()) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    return Visibility.NOBODY;
  }

  static byte[] field(OnlineSession session) {
    return (DEVICE + session.device()).getBytes(UTF_8);
  }

  static byte[] value(OnlineSession session) {
    String text =
        session.stamp()
            + " "
            + session.lease()
            + " "
            + session.platform()
            + " "
            + session.sinceMs();
    return text.getBytes(UTF_8);
  }

  static byte[] invisible(boolean on) {
    return (on ? ON : "").getBytes(UTF_8);
  }
}
