package dev.ferry.server.request;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.protocol.v1.TokenRefreshed;
import dev.ferry.server.account.Identity;
import dev.ferry.server.device.Credential;
import dev.ferry.server.device.DeviceSessions;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.session.Session;
import java.util.concurrent.CompletionStage;

/** {@code RefreshToken} to {@code TokenRefreshed}. */
final class RefreshTokenHandler implements RequestHandler {
  private final TokenChecks tokens;
  private final DeviceSessions sessions;

  RefreshTokenHandler(TokenChecks tokens, DeviceSessions sessions) {
    this.tokens = tokens;
    this.sessions = sessions;
  }

  @Override
  public CompletionStage<ServerFrame.Builder> handle(Session session, ClientFrame frame) {
    Identity identity = tokens.check(frame.getRefreshToken().getToken(), session.device());
    if (!identity.user().equals(session.user())) {
      throw new RefusedException(
          Reason.FORBIDDEN, "token: of another user (expected: one of " + session.user() + "'s)");
    }
    Credential.Verified token = TokenChecks.credential(identity);
    return sessions
        .renew(session.user(), session.device(), session.stamp(), token)
        .thenApplyAsync(
            renewed -> {
              session.renew(token.goodUntilMs());
              return ServerFrame.newBuilder()
                  .setTokenRefreshed(
                      TokenRefreshed.newBuilder()
                          .setExpiresInMs(SessionClock.leftMs(token.goodUntilMs())));
            },
            session.connection().loop());
  }
}
