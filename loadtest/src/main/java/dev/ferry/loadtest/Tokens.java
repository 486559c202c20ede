package dev.ferry.loadtest;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** The file's text is the key, as the server takes it. */
  static Tokens from(Path secret) throws IOException, JOSEException {
    return new Tokens(new MACSigner(Files.readString(secret).strip()));
  }

  @SuppressWarnings("JavaUtilDate") // Nimbus's type
  String of(String user) throws JOSEException {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject(user)
            .expirationTime(Date.from(Instant.now().plus(VALID_FOR)))
            .build();
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    token.sign(signer);
    return token.serialize();
  }
}
