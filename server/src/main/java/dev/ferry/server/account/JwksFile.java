package dev.ferry.server.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the keys of a JWK set (RFC 7517). */
final class JwksFile {
  private static final Logger log = LoggerFactory.getLogger(JwksFile.class);
  private static final int BYTES_MAX = 1 << 20;

  /** A token without a kid is tried against each key of its algorithm, so they must be few. */
  private static final int KEYS_MAX = 32;

  private static final int RSA_BITS_MIN = 2_048;

  private JwksFile() {}

  static List<TokenKey> read(Path file) {
    List<JWK> set = parse(file).getKeys();
    if (set.size() > KEYS_MAX) {
      throw new UnusableKeyException(
          file, "has " + set.size() + " keys (expected: at most " + KEYS_MAX + ")", "Remove some");
    }
    List<TokenKey> keys = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JWK jwk : set) {
      convert(file, jwk).ifPresent(keys::add);
      if (jwk.getKeyID() != null && !ids.add(jwk.getKeyID())) {
        throw new UnusableKeyException(
            file, name(jwk) + " is there twice", "Give each key a kid of its own");
      }
    }
    if (keys.isEmpty()) {
      throw new UnusableKeyException(
          file, "has no key that tokens can be checked with", "Add an RSA or Ed25519 public key");
    }
    return keys;
  }

  private static JWKSet parse(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new UnusableKeyException(file, "is larger than 1 MiB", "Give the JWK set alone");
      }
      return JWKSet.parse(Files.readString(file));
    } catch (IOException e) {
      throw SecretFile.unreadable(file, e);
    } catch (ParseException e) {
      // The parser's own words may quote key material.
      throw new UnusableKeyException(
          file, "is not a JWK set", "It must be JSON: {\"keys\":[{\"kty\":…},…]}");
    }
  }

  private static Optional<TokenKey> convert(Path file, JWK jwk) {
    try {
      if (KeyUse.ENCRYPTION.equals(jwk.getKeyUse())) {
        return leftOut(file, jwk, "it is for encryption");
      }
      if (jwk instanceof OctetSequenceKey key) {
        SecretFile.checkMode(file);
        SecretFile.check(file, key.toByteArray(), name(jwk));
        return only(
            file, jwk, TokenKey.hs256(Optional.ofNullable(key.getKeyID()), key.toByteArray()));
      }
      if (jwk.isPrivate()) {
        throw new UnusableKeyException(
            file,
            name(jwk) + " is a private key",
            "Give its public part only; treat it as known if others could read the file");
      }
      if (jwk instanceof RSAKey key) {
        checkSize(file, key);
        return only(file, jwk, TokenKey.rs256(key));
      }
      if (jwk instanceof OctetKeyPair key && Curve.Ed25519.equals(key.getCurve())) {
        return only(file, jwk, TokenKey.ed25519(key));
      }
      return leftOut(file, jwk, "its type is not RSA, Ed25519 or a secret");
    } catch (JOSEException e) {
      throw new UnusableKeyException(file, name(jwk) + " is malformed", "Export it again");
    }
  }

  private static void checkSize(Path file, RSAKey key) {
    if (key.size() < RSA_BITS_MIN) {
      throw new UnusableKeyException(
          file,
          name(key) + " has " + key.size() + " bits (expected: 2048 or more)",
          "Make a longer one");
    }
  }

  /** A key that states an algorithm is used for that one or not at all. */
  private static Optional<TokenKey> only(Path file, JWK jwk, TokenKey key) {
    boolean fits =
        jwk.getAlgorithm() == null
            || key.algorithms().stream()
                .anyMatch(algorithm -> algorithm.getName().equals(jwk.getAlgorithm().getName()));
    return fits ? Optional.of(key) : leftOut(file, jwk, "its alg is not one that Ferry takes");
  }

  private static Optional<TokenKey> leftOut(Path file, JWK jwk, String reason) {
    log.warn("{}: {} is left out: {}", file, name(jwk), reason);
    return Optional.empty();
  }

  private static String name(JWK jwk) {
    return jwk.getKeyID() == null
        ? "a " + jwk.getKeyType() + " key without kid"
        : "key " + jwk.getKeyID();
  }
}
