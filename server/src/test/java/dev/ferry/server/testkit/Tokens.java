package dev.ferry.server.testkit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.ferry.loadtest.fleet.NodeProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes login tokens of one kind and key. Immutable: {@link #with} and {@link #without} give a
 * changed copy, so a bad token is a good one and what is wrong with it.
 *
 * <p>A token has {@code sub}, {@code iat} and {@code exp}, before any change.
 */
public final class Tokens {
  private static final Duration TTL = Duration.ofHours(1);
  private static final int RSA_BITS = 2048;

  private final @Nullable JWSHeader header;
  private final @Nullable JWSSigner signer;
  private final @Nullable JWK publicKey;
  private final Map<String, @Nullable Object> changes;

  private Tokens(
      @Nullable JWSHeader header,
      @Nullable JWSSigner signer,
      @Nullable JWK publicKey,
      Map<String, @Nullable Object> changes) {
    this.header = header;
    this.signer = signer;
    this.publicKey = publicKey;
    this.changes = changes;
  }

  /** What that node takes, when it was told of no keys. */
  public static Tokens of(NodeProcess node) {
    return hs256(node.secret());
  }

  /** HS256 with a shared secret of at least 32 bytes. */
  public static Tokens hs256(byte[] secret) {
    return made(() -> signed(new JWSHeader(JWSAlgorithm.HS256), new MACSigner(secret), null));
  }

  /** RS256 with a new key of that id; see {@link #publicKey}. */
  public static Tokens rs256(String keyId) {
    return made(
        () -> {
          RSAKey key = new RSAKeyGenerator(RSA_BITS).keyID(keyId).generate();
          JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build();
          return signed(header, new RSASSASigner(key), key.toPublicJWK());
        });
  }

  /** EdDSA (Ed25519) with a new key of that id; see {@link #publicKey}. */
  public static Tokens edDsa(String keyId) {
    return made(
        () -> {
          OctetKeyPair key = new OctetKeyPairGenerator(Curve.Ed25519).keyID(keyId).generate();
          JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.EdDSA).keyID(keyId).build();
          return signed(header, new Ed25519Signer(key), key.toPublicJWK());
        });
  }

  /** {@code alg: none}: claims that nobody signed. */
  public static Tokens unsigned() {
    return new Tokens(null, null, null, Map.of());
  }

  /** The same with this claim added or replaced. */
  public Tokens with(String claim, Object value) {
    return changed(claim, value);
  }

  /** The same without this claim. */
  public Tokens without(String claim) {
    return changed(claim, null);
  }

  /** A token for {@code user} that is valid for an hour. */
  public String token(String user) {
    return token(user, TTL);
  }

  /** A token for {@code user}, issued now; expired already when {@code ttl} is negative. */
  public String token(String user, Duration ttl) {
    JWTClaimsSet claims = claims(user, ttl);
    if (header == null || signer == null) {
      return new PlainJWT(claims).serialize();
    }
    SignedJWT token = new SignedJWT(header, claims);
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  /** What a server verifies RS256 and EdDSA tokens with. */
  public JWK publicKey() {
    if (publicKey == null) {
      throw new IllegalStateException("these tokens have no public key");
    }
    return publicKey;
  }

  private JWTClaimsSet claims(String user, Duration ttl) {
    Instant now = Instant.now();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .subject(user)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(ttl)));
    changes.forEach(claims::claim);
    return claims.build();
  }

  private Tokens changed(String claim, @Nullable Object value) {
    Map<String, @Nullable Object> more = new HashMap<>(changes);
    more.put(claim, value);
    return new Tokens(header, signer, publicKey, more);
  }

  private static Tokens signed(JWSHeader header, JWSSigner signer, @Nullable JWK publicKey) {
    return new Tokens(header, signer, publicKey, Map.of());
  }

  private interface Maker {
    Tokens make() throws JOSEException;
  }

  private static Tokens made(Maker maker) {
    try {
      return maker.make();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
