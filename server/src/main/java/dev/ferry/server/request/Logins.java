package dev.ferry.server.request;

import static dev.ferry.server.message.ConversationList.FIRST_PAGE;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.ferry.protocol.v1.LoggedIn;
import dev.ferry.protocol.v1.Login;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.account.Identity;
import dev.ferry.server.delivery.Attendance;
import dev.ferry.server.device.Credential;
import dev.ferry.server.device.DeviceSessions;
import dev.ferry.server.device.DeviceSessions.Opened;
import dev.ferry.server.device.DeviceSessions.Opening;
import dev.ferry.server.device.LoginAttempt;
import dev.ferry.server.message.ConversationList;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.DeviceName;
import dev.ferry.server.model.HeadsPage;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import dev.ferry.server.presence.PresenceRoom;
import dev.ferry.server.session.Connection;
import dev.ferry.server.session.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a {@code Login} into a session, in the order that misses nothing: authenticate, subscribe
 * the user's channel, open the session and read which groups and conversations the user has, then
 * enter the groups, then read how far the conversations go, which the answer carries.
 *
 * <p>Who resumes is authenticated only where the session is opened. Until then nothing of the user
 * is read or told, and no other session is touched.
 */
final class Logins {
  static final int VERSION = 1;
  private static final int CLIENT_NAME_MAX = 64;
  private static final int RESUME_TOKEN_MAX = 64;
  private static final Logger LOG = LoggerFactory.getLogger(Logins.class);

  private final TokenChecks tokens;
  private final Attendance attendance;
  private final DeviceSessions deviceSessions;
  private final ConversationList conversations;
  private final PresenceRoom presence;
  private final LoggedIn greeting;

  /**
   * @param greeting what every answer has in common: node, heartbeat, limits
   */
  Logins(
      TokenChecks tokens,
      Attendance attendance,
      DeviceSessions deviceSessions,
      ConversationList conversations,
      PresenceRoom presence,
      LoggedIn greeting) {
    this.tokens = tokens;
    this.attendance = attendance;
    this.deviceSessions = deviceSessions;
    this.conversations = conversations;
    this.presence = presence;
    this.greeting = greeting;
  }

  /** A session that is registered, and what it starts with, or the failure of that. */
  record Pending(Session session, CompletionStage<Start> start) {}

  /** What a session starts with: what it was opened with, and the first heads. */
  record Start(Opened opened, HeadsPage heads) {}

  /**
   * Registers a session. The caller ends it with {@link #leave} when its connection is gone, or
   * with {@link #abandon} when the start fails or comes too late.
   *
   * @param gone whether the connection was closed meanwhile; asked on its loop. Such a login must
   *     not end the session that its device may have elsewhere by now. Of those whose connection
   *     closes a moment later {@link LoginAttempt} tells which came first, where clients say it.
   * @throws RefusedException when the login is refused at once; nothing is registered then
   */
  Pending login(Login login, Connection connection, BooleanSupplier gone) {
    checkVersion(login);
    if (login.getClient().length() > CLIENT_NAME_MAX) {
      throw new RefusedException(
          Reason.INVALID_ARGUMENT, "client: too long (expected: <= " + CLIENT_NAME_MAX + ")");
    }
    Opening opening = opening(login);
    ByteString digest = login.getResume().getGroups();
    GroupDigest.buckets(digest);
    Session session =
        new Session(opening.user(), opening.device(), connection, Frames.compareHeads());
    return new Pending(
        session,
        attendance
            .join(session)
            .thenComposeAsync(
                done -> gone.getAsBoolean() ? tooLate() : deviceSessions.open(opening),
                connection.loop())
            .thenCompose(
                opened ->
                    start(session, opened, digest)
                        .whenComplete((start, failure) -> closeIf(failure, session, opened))));
  }

  private static CompletionStage<Opened> tooLate() {
    return CompletableFuture.failedStage(
        new RefusedException(Reason.UNAVAILABLE, "the connection was closed during the login"));
  }

  private static void checkVersion(Login login) {
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
  }

  private Opening opening(Login login) {
    long since = Touches.since("heads_since", login.getHeadsSince());
    DeviceId device = new DeviceId(login.getDevice());
    DeviceName name = new DeviceName(login.getDeviceName());
    UserId user;
    Credential credential;
    if (login.hasResume()) {
      ByteString token = login.getResume().getToken();
      if (token.isEmpty() || token.size() > RESUME_TOKEN_MAX) {
        throw new RefusedException(
            Reason.RESUME_REFUSED, "resume: " + token.size() + " bytes (expected: a login)");
      }
      user = new UserId(login.getResume().getUser());
      credential = new Credential.Resumed(token.toByteArray());
    } else {
      Identity identity = tokens.check(login.getToken(), device);
      user = identity.user();
      credential = TokenChecks.credential(identity);
    }
    return new Opening(
        user,
        device,
        DeviceFrames.platform(login.getPlatform()),
        name,
        new LoginAttempt(login.getLaunch(), Integer.toUnsignedLong(login.getAttempt())),
        credential,
        since,
        FIRST_PAGE);
  }

  private CompletionStage<Start> start(Session session, Opened opened, ByteString digest) {
    return attendance
        .enter(session, opened.groups())
        .thenCompose(
            groups ->
                conversations.first(
                    session.user(), opened.touched(), GroupDigest.lacking(digest, groups)))
        .thenApply(heads -> new Start(opened, heads));
  }

  /** The encoded answer. */
  byte[] answer(long requestId, Pending pending, Start start) {
    return ServerFrame.newBuilder()
        .setRequestId(requestId)
        .setLoggedIn(
            greeting.toBuilder()
                .setVersion(VERSION)
                .setUser(pending.session().user().value())
                .setServerTimeMs(start.opened().timeMs())
                .setHeads(Frames.heads(start.heads()))
                .setResumeToken(UnsafeByteOperations.unsafeWrap(start.opened().resumeToken()))
                .setExpiresInMs(SessionClock.leftMs(start.opened().goodUntilMs()))
                .setPrivacyVersion(start.opened().privacyVersion())
                .setSettingsVersion(start.opened().settingsVersion()))
        .build()
        .toByteArray();
  }

  /** The session's login was answered. */
  void live(Session session, Login login) {
    presence.opened(session, DeviceFrames.platform(login.getPlatform()));
  }

  /** A live session's connection is gone. On its loop. */
  void leave(Session session) {
    attendance.leave(session);
    presence.closed(session);
    close(session, session.stamp());
  }

  /**
   * A session does not come to live; {@code start} is what it would have begun with, if it could.
   */
  void abandon(Session session, @Nullable Start start) {
    attendance.leave(session);
    if (start != null) {
      close(session, start.opened().stamp());
    }
  }

  private void closeIf(@Nullable Throwable failure, Session session, Opened opened) {
    if (failure != null) {
      close(session, opened.stamp());
    }
  }

  private void close(Session session, long stamp) {
    deviceSessions
        .close(session.user(), session.device(), stamp)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                // It counts until its device logs in again, or its token or this node's lease ends.
                LOG.debug("the end of a session was not noted", failure);
              }
            });
  }
}
