package dev.ferry.server.request;

import dev.ferry.protocol.v1.Limits;
import dev.ferry.protocol.v1.LoggedIn;
import dev.ferry.server.account.Authenticator;
import dev.ferry.server.delivery.Attendance;
import dev.ferry.server.device.DeviceSessions;
import dev.ferry.server.device.Devices;
import dev.ferry.server.group.GroupService;
import dev.ferry.server.message.ConversationList;
import dev.ferry.server.message.CursorService;
import dev.ferry.server.message.MessageReads;
import dev.ferry.server.message.MessageService;
import dev.ferry.server.message.SettingsService;
import dev.ferry.server.model.NodeId;
import dev.ferry.server.presence.PresenceRoom;
import dev.ferry.server.presence.SignalService;
import dev.ferry.server.privacy.PrivacyService;
import dev.ferry.server.session.Connection;
import dev.ferry.server.session.Loop;
import dev.ferry.server.session.SessionRegistry;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes the server's side of each new connection, and says goodbye to all of them. Thread-safe. */
public final class Peers {
  /**
   * Logins under way on all loops together. Measured with 5,000 and 15,000 at once, see
   * docs/benchmarks.md: 64 were a third slower. The bus's connection has to hold the subscriptions
   * of all of them.
   */
  private static final int LOGINS_MAX = 256;

  private final Logins logins;
  private final Handlers handlers;
  private final PeerLimits limits;
  private final SessionRegistry sessions;
  private final Departure departure = new Departure();

  /** Fixed. */
  private final Map<Loop, LoginQueue> queues = new IdentityHashMap<>();

  /**
   * What clients are told of this node.
   *
   * @param contentBytesMax body and text of a message together
   * @param pageMessagesMax messages in one page
   */
  public record Node(NodeId id, int contentBytesMax, int pageMessagesMax) {}

  /** What live sessions ask for. */
  public record Services(
      MessageService messages,
      MessageReads messageReads,
      ConversationList conversations,
      GroupService groups,
      CursorService cursors,
      SettingsService settings,
      DeviceSessions deviceSessions,
      Devices devices,
      PresenceRoom presence,
      SignalService signals,
      PrivacyService privacy) {}

  /**
   * @param loops those whose connections come here
   */
  public Peers(
      List<Loop> loops,
      Node node,
      PeerLimits limits,
      Authenticator authenticator,
      Attendance attendance,
      SessionRegistry sessions,
      Services services) {
    int loginsOfLoop = Math.max(1, LOGINS_MAX / loops.size());
    loops.forEach(loop -> queues.put(loop, new LoginQueue(loginsOfLoop, limits.loginTimeout())));
    this.limits = limits;
    this.sessions = sessions;
    TokenChecks tokens = new TokenChecks(authenticator);
    this.handlers =
        new Handlers(
            new Handlers.OfMessages(services.messages(), services.messageReads()),
            services.conversations(),
            services.groups(),
            services.cursors(),
            services.settings(),
            new PresenceHandlers(services.presence().service(), services.signals()),
            new DeviceHandlers(
                services.devices(), new RefreshTokenHandler(tokens, services.deviceSessions())),
            new PrivacyHandlers(services.privacy()));
    this.logins =
        new Logins(
            tokens,
            attendance,
            services.deviceSessions(),
            services.conversations(),
            services.presence(),
            greeting(node, limits));
  }

  /** The peer of a new connection. Called on the connection's loop. */
  public ClientPeer accept(Connection connection) {
    LoginQueue queue = Objects.requireNonNull(queues.get(connection.loop()), "another loop");
    return new ClientPeer(connection, queue, logins, handlers, limits, departure);
  }

  /**
   * Asks every session to connect elsewhere, each after a random part of {@code spread}; who logs
   * in from now on is asked right after the answer.
   */
  public void goAway(Duration spread) {
    departure.begin(spread);
    sessions.forEach(
        session -> {
          byte[] frame = departure.goAway();
          if (frame != null) {
            session.connection().loop().execute(() -> session.sendAway(frame));
          }
        });
  }

  private static LoggedIn greeting(Node node, PeerLimits limits) {
    return LoggedIn.newBuilder()
        .setNode(node.id().value())
        .setHeartbeatMs((int) limits.heartbeat().toMillis())
        .setLimits(
            Limits.newBuilder()
                .setContentBytesMax(node.contentBytesMax())
                .setUnackedMax(limits.unackedMax())
                .setCallsMax(limits.callsMax())
                .setPageMax(node.pageMessagesMax()))
        .build();
  }
}
