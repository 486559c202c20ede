package dev.ferry.cli.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DevSecretTest {
  private static final byte[] KEY = new byte[32];
  private static final String TEXT = Base64.getUrlEncoder().withoutPadding().encodeToString(KEY);

  @Test
  void tokenCarriesUserAndTimesAndIsSignedWithTheTextOfTheSecret() throws Exception {
    Instant now = Instant.ofEpochSecond(1_700_000_000);
    String token = DevSecret.parse(TEXT + "\n").token("alice", now, Duration.ofDays(1));
    SignedJWT jwt = SignedJWT.parse(token);
    assertEquals(JWSAlgorithm.HS256, jwt.getHeader().getAlgorithm());
    assertEquals(Set.of("sub", "iat", "exp"), jwt.getJWTClaimsSet().getClaims().keySet());
    assertEquals("alice", jwt.getJWTClaimsSet().getSubject());
    assertEquals(Date.from(now), jwt.getJWTClaimsSet().getIssueTime());
    assertEquals(Date.from(now.plusSeconds(86_400)), jwt.getJWTClaimsSet().getExpirationTime());
    assertTrue(jwt.verify(new MACVerifier(TEXT)));
    assertFalse(jwt.verify(new MACVerifier(KEY)));
  }

  @Test
  void refusesASecretOfAnotherLengthOrForm() {
    assertThrows(IllegalArgumentException.class, () -> DevSecret.parse(""));
    assertThrows(IllegalArgumentException.class, () -> DevSecret.parse(TEXT.substring(4)));
    assertThrows(IllegalArgumentException.class, () -> DevSecret.parse("*" + TEXT.substring(1)));
  }
}
