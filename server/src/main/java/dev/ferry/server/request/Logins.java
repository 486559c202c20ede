package dev.ferry.server.request;

import static dev.ferry.server.message.ConversationList.FIRST_PAGE;

import dev.ferry.protocol.v1.LoggedIn;
import dev.ferry.protocol.v1.Login;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.account.AuthenticationException;
import dev.ferry.server.account.Authenticator;
import dev.ferry.server.delivery.Attendance;
import dev.ferry.server.message.ConversationList;
import dev.ferry.server.message.DeviceSessions;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.HeadsPage;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import dev.ferry.server.presence.PresenceRoom;
import dev.ferry.server.session.Connection;
import dev.ferry.server.session.Session;
import java.util.concurrent.CompletionStage;

/**
 * Turns a {@code Login} into a session, in the order that misses nothing: authenticate, subscribe
 * the user's channel, read which groups and conversations it has, then enter the groups, then read
 * how far the conversations go, which the answer carries.
 */
final class Logins {
  static final int VERSION = 1;
  private static final int CLIENT_NAME_MAX = 64;

  private final Authenticator authenticator;
  private final Attendance attendance;
  private final DeviceSessions deviceSessions;
  private final ConversationList conversations;
  private final PresenceRoom presence;
  private final LoggedIn greeting;

  /**
   * @param greeting what every answer has in common: node, heartbeat, limits
   */
  Logins(
      Authenticator authenticator,
      Attendance attendance,
      DeviceSessions deviceSessions,
      ConversationList conversations,
      PresenceRoom presence,
      LoggedIn greeting) {
    this.authenticator = authenticator;
    this.attendance = attendance;
    this.deviceSessions = deviceSessions;
    this.conversations = conversations;
    this.presence = presence;
    this.greeting = greeting;
  }

  /** A session that is registered, and what it starts with, or the failure of that. */
  record Pending(Session session, CompletionStage<Start> start) {}

  /** What a session starts with: its stamp and the first heads. */
  record Start(long stamp, HeadsPage heads) {}

  /**
   * Registers a session. The caller ends it with {@link #leave} when the heads fail or the
   * connection is gone by then.
   *
   * @throws RefusedException when the login is refused at once; nothing is registered then
   */
  Pending login(Login login, Connection connection) {
    if (Integer.compareUnsigned(login.getVersionMin(), VERSION) > 0
        || Integer.compareUnsigned(login.getVersionMax(), VERSION) < 0) {
      String value = String.valueOf(VERSION);
      throw new RefusedException(
          Reason.UNSUPPORTED_VERSION,
          "version: "
              + Integer.toUnsignedString(login.getVersionMin())
              + " to "
              + Integer.toUnsignedString(login.getVersionMax())
              + " (expected: "
              + value
              + ")",
          value);
    }
    if (login.getClient().length() > CLIENT_NAME_MAX) {
      throw new RefusedException(
          Reason.INVALID_ARGUMENT, "client: too long (expected: <= " + CLIENT_NAME_MAX + ")");
    }
    long since = Touches.since("heads_since", login.getHeadsSince());
    DeviceId device = new DeviceId(login.getDevice());
    Session session = new Session(user(login), device, connection, Frames.compareHeads());
    Attendance.Joined joined = attendance.join(session);
    if (joined.replaced() != null) {
      end(joined.replaced());
    }
    return new Pending(
        session,
        joined
            .subscribed()
            .thenCompose(done -> deviceSessions.open(session.user(), device, since, FIRST_PAGE))
            .thenCompose(opened -> start(session, opened)));
  }

  private CompletionStage<Start> start(Session session, DeviceSessions.Opened opened) {
    return attendance
        .enter(session, opened.groups())
        .thenCompose(groups -> conversations.first(session.user(), opened.touched(), groups))
        .thenApply(heads -> new Start(opened.stamp(), heads));
  }

  /** The encoded answer. */
  byte[] answer(long requestId, Pending pending, HeadsPage heads) {
    return ServerFrame.newBuilder()
        .setRequestId(requestId)
        .setLoggedIn(
            greeting.toBuilder()
                .setVersion(VERSION)
                .setUser(pending.session().user().value())
                .setServerTimeMs(System.currentTimeMillis())
                .setHeads(Frames.heads(heads)))
        .build()
        .toByteArray();
  }

  /** The session's login was answered. */
  void live(Session session, Login login) {
    presence.opened(session, PresenceFrames.platform(login.getPlatform()));
  }

  void leave(Session session) {
    attendance.leave(session);
    presence.closed(session);
  }

  private UserId user(Login login) {
    try {
      return authenticator.authenticate(login.getToken());
    } catch (AuthenticationException e) {
      boolean expired = e.kind() == AuthenticationException.Kind.EXPIRED;
      throw new RefusedException(
          expired ? Reason.TOKEN_EXPIRED : Reason.UNAUTHENTICATED, "token: " + e.getMessage());
    }
  }

  private static void end(Session replaced) {
    RefusedException reason =
        new RefusedException(
            Reason.SESSION_REPLACED, "device: logged in again", replaced.device().value());
    Connection connection = replaced.connection();
    connection.loop().execute(() -> connection.closeWith(Errors.frame(0, reason)));
  }
}
