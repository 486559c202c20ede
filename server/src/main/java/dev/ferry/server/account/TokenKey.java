package dev.ferry.server.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.util.Optional;
import java.util.Set;

/**
 * One key with the only algorithms it is good for. They follow from the key's type, never from the
 * token: an RSA key cannot be talked into serving as an HMAC secret.
 *
 * @param verifier thread-safe, made once
 */
record TokenKey(Optional<String> id, Set<JWSAlgorithm> algorithms, JWSVerifier verifier) {

  static TokenKey hs256(Optional<String> id, byte[] secret) throws JOSEException {
    return new TokenKey(id, Set.of(JWSAlgorithm.HS256), new MACVerifier(secret));
  }

  static TokenKey rs256(RSAKey key) throws JOSEException {
    return new TokenKey(
        Optional.ofNullable(key.getKeyID()),
        Set.of(JWSAlgorithm.RS256),
        new RSASSAVerifier(key.toRSAPublicKey()));
  }

  /** Both names of the one algorithm: EdDSA of RFC 8037 and Ed25519 of RFC 9864. */
  static TokenKey ed25519(OctetKeyPair key) throws JOSEException {
    return new TokenKey(
        Optional.ofNullable(key.getKeyID()),
        Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519),
        new Ed25519Verifier(key));
  }

  boolean serves(JWSAlgorithm algorithm) {
    return algorithms.contains(algorithm);
  }

  /** False too for a signature that is malformed, or a header that demands what we do not know. */
  boolean verifies(SignedJWT token) {
    try {
      return token.verify(verifier);
    } catch (JOSEException | RuntimeException e) {
      return false;
    }
  }
}
