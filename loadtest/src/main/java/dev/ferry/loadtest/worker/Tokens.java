package dev.ferry.loadtest.worker;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** Tokens for any user, signed with a node's own secret. */
final class Tokens {
  private static final Duration VALID_FOR = Duration.ofHours(12);

  private final JWSSigner signer;

  private Tokens(JWSSigner signer) {
    this.signer = signer;
  }

  /**
   * @param secret the key, as the server takes it
   */
  static Tokens signedWith(String secret) {
    try {
      return new Tokens(new MACSigner(secret));
    } catch (JOSEException e) {
      throw new IllegalArgumentException("secret: not shown (expected: 32 bytes or more)", e);
    }
  }

  @SuppressWarnings("JavaUtilDate") // Nimbus's type
  String of(String user) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject(user)
            .expirationTime(Date.from(Instant.now().plus(VALID_FOR)))
            .build();
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }
}
