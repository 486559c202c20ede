package dev.ferry.server.net;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.ferry.server.account.Authenticator;
import dev.ferry.server.account.DevelopmentSecret;
import dev.ferry.server.account.TokenKeys;
import dev.ferry.server.account.TokenRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/**
 * Tokens for any user, and what believes them.
 *
 * @param believer takes the signer's tokens
 */
record Tokens(JWSSigner signer, Authenticator believer) {

  /** With a secret of their own. */
  static Tokens create() {
    try {
      Path directory = Files.createTempDirectory("ferry-bench");
      Path secret = DevelopmentSecret.ensure(directory);
      TokenRules rules = new TokenRules(Optional.empty(), Optional.empty(), Duration.ZERO);
      Tokens tokens =
          new Tokens(
              new MACSigner(Files.readString(secret).strip()),
              new Authenticator(TokenKeys.fromSecretFile(secret), rules, Clock.systemUTC()));
      Files.delete(secret);
      Files.delete(directory);
      return tokens;
    } catch (IOException | JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("JavaUtilDate") // Nimbus's type
  String of(String user) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject(user)
            .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))))
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
