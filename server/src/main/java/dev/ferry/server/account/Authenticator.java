package dev.ferry.server.account;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.ferry.server.account.AuthenticationException.Kind;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.UserId;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks tokens: signed JWTs (RFC 7519) whose subject is the user. Thread-safe; takes some
 * microseconds for HS256, some tens for RS256, some hundreds for EdDSA, and never blocks.
 */
public final class Authenticator {
  private static final int TOKEN_CHARS_MAX = 3 * 1_024;

  /** A claim of our own: the only device that may log in with the token. */
  private static final String DEVICE = "device";

  /** Another one: {@code true} in the tokens of whoever runs the service. */
  private static final String OPERATOR = "operator";

  private final TokenKeys keys;
  private final TokenRules rules;
  private final Clock clock;

  public Authenticator(TokenKeys keys, TokenRules rules, Clock clock) {
    this.keys = keys;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * Whom the token speaks for.
   *
   * @throws AuthenticationException when the token is not genuine, not meant for us, or not valid
   *     now
   */
  public Identity authenticate(String token) throws AuthenticationException {
    if (token.isEmpty()) {
      throw invalid("no token");
    }
    if (token.length() > TOKEN_CHARS_MAX) {
      throw invalid("the token is longer than 3 KiB");
    }
    SignedJWT signed = parse(token);
    if (!keys.verify(signed)) {
      throw invalid("the token is not signed with a key of this server");
    }
    JWTClaimsSet claims = claims(signed);
    checkOrigin(claims);
    UserId user = subject(claims);
    Optional<DeviceId> device = device(claims);
    boolean operator = operator(claims);
    // Last, so that EXPIRED is said only of a token that nothing else is wrong with.
    Instant expiry = checkTimes(claims);
    Date issued = claims.getIssueTime();
    return new Identity(
        user,
        device,
        issued == null ? Instant.EPOCH : issued.toInstant(),
        expiry.plus(rules.leeway()),
        operator);
  }

  /** Refuses {@code alg: none} and encrypted tokens too: neither is a signed JWT. */
  private static SignedJWT parse(String token) throws AuthenticationException {
    try {
      return SignedJWT.parse(token);
    } catch (ParseException | RuntimeException | StackOverflowError e) {
      throw invalid("the token is not a signed JWT");
    }
  }

  private static JWTClaimsSet claims(SignedJWT signed) throws AuthenticationException {
    try {
      Map<String, Object> json = signed.getPayload().toJSONObject();
      // The library turns a number into a text, by which two subjects could become one user.
      if (json == null || !(json.get("sub") instanceof String)) {
        throw invalid("the token has no subject");
      }
      return JWTClaimsSet.parse(json);
    } catch (ParseException | RuntimeException e) {
      throw invalid("the token's claims are malformed");
    }
  }

  /** Returns when the token expires. */
  private Instant checkTimes(JWTClaimsSet claims) throws AuthenticationException {
    Instant now = clock.instant();
    Date expiry = claims.getExpirationTime();
    if (expiry == null) {
      throw invalid("the token has no expiry");
    }
    Instant latest = now.plus(rules.leeway());
    if (isAfter(claims.getNotBeforeTime(), latest)) {
      throw invalid("the token is not valid yet");
    }
    if (isAfter(claims.getIssueTime(), latest)) {
      throw invalid("the token was issued in the future");
    }
    if (!isAfter(expiry, now.minus(rules.leeway()))) {
      throw new AuthenticationException(Kind.EXPIRED, "the token has expired");
    }
    return expiry.toInstant();
  }

  private static boolean isAfter(@Nullable Date date, Instant instant) {
    return date != null && date.toInstant().isAfter(instant);
  }

  private void checkOrigin(JWTClaimsSet claims) throws AuthenticationException {
    if (rules.issuer().isPresent() && !rules.issuer().get().equals(claims.getIssuer())) {
      throw invalid("the token has another issuer");
    }
    if (rules.audience().isPresent() && !claims.getAudience().contains(rules.audience().get())) {
      throw invalid("the token is for another audience");
    }
  }

  private static UserId subject(JWTClaimsSet claims) throws AuthenticationException {
    try {
      return new UserId(claims.getSubject());
    } catch (InvalidValueException e) {
      throw invalid("the token's subject is not a user id");
    }
  }

  private static Optional<DeviceId> device(JWTClaimsSet claims) throws AuthenticationException {
    Object claim = claims.getClaim(DEVICE);
    if (claim == null) {
      return Optional.empty();
    }
    if (!(claim instanceof String text)) {
      throw invalid("the token's device is not a device id");
    }
    try {
      return Optional.of(new DeviceId(text));
    } catch (InvalidValueException e) {
      throw invalid("the token's device is not a device id");
    }
  }

  private static boolean operator(JWTClaimsSet claims) throws AuthenticationException {
    Object claim = claims.getClaim(OPERATOR);
    if (claim != null && !(claim instanceof Boolean)) {
      throw invalid("the token's operator is neither true nor false");
    }
    return Boolean.TRUE.equals(claim);
  }

  private static AuthenticationException invalid(String reason) {
    return new AuthenticationException(Kind.INVALID, reason);
  }
}
