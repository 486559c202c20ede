package dev.ferry.server;

import dev.ferry.server.config.ServerConfig;
import dev.ferry.server.device.SessionPolicy;
import dev.ferry.server.device.SessionPolicy.Beyond;
import dev.ferry.server.device.SessionPolicy.Rule;
import dev.ferry.server.model.Platform;
import java.util.Map;

/** From settings to the policy of sessions. */
final class SessionPolicies {
  private SessionPolicies() {}

  static SessionPolicy of(ServerConfig.Devices devices) {
    return new SessionPolicy(
        Map.of(
            Platform.PHONE, rule(devices.phone()),
            Platform.TABLET, rule(devices.tablet()),
            Platform.DESKTOP, rule(devices.desktop()),
            Platform.WEB, rule(devices.web()),
            Platform.OTHER, rule(devices.other())));
  }

  private static Rule rule(ServerConfig.DeviceClass of) {
    Beyond beyond =
        switch (of.beyond()) {
          case REPLACE -> Beyond.REPLACE;
          case REFUSE -> Beyond.REFUSE;
        };
    return new Rule(of.sessions(), beyond, of.excludes());
  }
}
