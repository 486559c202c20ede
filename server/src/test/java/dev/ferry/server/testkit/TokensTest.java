package dev.ferry.server.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final byte[] SECRET = secret(1);

  @Test
  void hs256IsSignedWithTheSecretAndNamesTheUser() throws Exception {
    SignedJWT token = SignedJWT.parse(Tokens.hs256(SECRET).token("alice"));
    assertTrue(token.verify(new MACVerifier(SECRET)));
    assertFalse(token.verify(new MACVerifier(secret(2))));
    assertEquals("alice", token.getJWTClaimsSet().getSubject());
    assertTrue(token.getJWTClaimsSet().getExpirationTime().after(new Date()));
  }

  @Test
  void aNegativeTtlIsExpired() throws Exception {
    JWTClaimsSet claims = claims(Tokens.hs256(SECRET).token("alice", Duration.ofMinutes(-5)));
    assertTrue(claims.getExpirationTime().toInstant().isBefore(Instant.now()));
  }

  @Test
  void claimsAreAddedReplacedAndLeftOut() throws Exception {
    Tokens plain = Tokens.hs256(SECRET);
    assertEquals("x", claims(plain.with("device", "x").token("alice")).getClaim("device"));
    assertEquals("mallory", claims(plain.with("sub", "mallory").token("alice")).getSubject());
    assertNull(claims(plain.without("exp").token("alice")).getExpirationTime());
    assertEquals("alice", claims(plain.token("alice")).getSubject());
  }

  @Test
  void rs256VerifiesWithItsPublicKey() throws Exception {
    Tokens tokens = Tokens.rs256("k1");
    SignedJWT token = SignedJWT.parse(tokens.token("alice"));
    assertEquals("k1", token.getHeader().getKeyID());
    assertTrue(token.verify(new RSASSAVerifier(tokens.publicKey().toRSAKey())));
    assertFalse(tokens.publicKey().isPrivate());
  }

  @Test
  void edDsaVerifiesWithItsPublicKey() throws Exception {
    Tokens tokens = Tokens.edDsa("k2");
    SignedJWT token = SignedJWT.parse(tokens.token("alice"));
    assertTrue(token.verify(new Ed25519Verifier(tokens.publicKey().toOctetKeyPair())));
    assertFalse(tokens.publicKey().isPrivate());
  }

  @Test
  void unsignedSaysNoneAndHasNoSignature() throws Exception {
    String token = Tokens.unsigned().token("alice");
    assertEquals(Algorithm.NONE, JWTParser.parse(token).getHeader().getAlgorithm());
    assertTrue(token.endsWith("."));
    assertThrows(IllegalStateException.class, () -> Tokens.unsigned().publicKey());
  }

  private static JWTClaimsSet claims(String token) throws Exception {
    return SignedJWT.parse(token).getJWTClaimsSet();
  }

  private static byte[] secret(int fill) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) fill);
    return secret;
  }
}
