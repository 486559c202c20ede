package dev.ferry.server.http;

import dev.ferry.server.account.AuthenticationException;
import dev.ferry.server.account.Authenticator;
import dev.ferry.server.account.Identity;
import dev.ferry.server.device.Devices;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What whoever runs the service, or the app's back end, may ask of a node: whoever shows a token
 * with the claim {@code operator}. Thread-safe.
 */
public final class OperatorDesk {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorDesk.class);
  private static final String BEARER = "Bearer ";

  private final Authenticator authenticator;
  private final Devices devices;

  public OperatorDesk(Authenticator authenticator, Devices devices) {
    this.authenticator = authenticator;
    this.devices = devices;
  }

  /**
   * Ends all sessions of a user, on all nodes, and has tokens that were issued up to now log in no
   * more. Fails with a {@link RefusedException}: {@code UNAUTHENTICATED}, {@code TOKEN_EXPIRED},
   * {@code FORBIDDEN}, {@code INVALID_ARGUMENT}, {@code UNAVAILABLE}.
   *
   * @param authorization the request's header of that name (RFC 6750), or empty
   * @return how many live sessions there were
   */
  CompletionStage<Integer> revoke(String authorization, String name) {
    Identity by;
    UserId user;
    try {
      by = operator(authorization);
      user = new UserId(name);
    } catch (InvalidValueException e) {
      return CompletableFuture.failedStage(RefusedException.of(e));
    } catch (RefusedException e) {
      return CompletableFuture.failedStage(e);
    }
    return devices
        .revoke(user)
        .thenApply(
            sessions -> {
              LOG.atInfo()
                  .addKeyValue("user", user)
                  .addKeyValue("by", by.user())
                  .addKeyValue("sessions", sessions)
                  .log("user revoked");
              return sessions;
            });
  }

  private Identity operator(String authorization) {
    if (!authorization.startsWith(BEARER)) {
      throw new RefusedException(
          Reason.UNAUTHENTICATED, "authorization: none (expected: Bearer and a token)");
    }
    Identity identity;
    try {
      identity = authenticator.authenticate(authorization.substring(BEARER.length()).strip());
    } catch (AuthenticationException e) {
      throw e.refusal();
    }
    if (!identity.operator()) {
      throw new RefusedException(
          Reason.FORBIDDEN, "token: not an operator's (expected: the claim operator, true)");
    }
    return identity;
  }
}
