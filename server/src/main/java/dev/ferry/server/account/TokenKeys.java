package dev.ferry.server.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The keys that tokens may be signed with. Immutable; read once, at start. */
public final class TokenKeys {
  private final List<TokenKey> keys;
  private final boolean named;

  TokenKeys(List<TokenKey> keys) {
    this.keys = List.copyOf(keys);
    this.named = keys.stream().anyMatch(key -> key.id().isPresent());
  }

  /**
   * One HS256 secret: the file's text as it stands, without surrounding white space.
   *
   * @throws UnusableKeyException when others may access the file, or the secret is empty, shorter
   *     than 32 bytes, well known or repetitive
   */
  public static TokenKeys fromSecretFile(Path file) {
    try {
      return new TokenKeys(List.of(TokenKey.hs256(Optional.empty(), SecretFile.read(file))));
    } catch (JOSEException e) {
      throw new UnusableKeyException(file, "is no HS256 secret", "Put a random text there");
    }
  }

  /**
   * A JWK set with RSA (RS256), Ed25519 (EdDSA) and secret (HS256) keys; others are left out.
   *
   * @throws UnusableKeyException when it cannot be read, has a private or weak key, or none to use
   */
  public static TokenKeys fromJwksFile(Path file) {
    return new TokenKeys(JwksFile.read(file));
  }

  /**
   * Whether a key signed the token: the one that it names, or any of the algorithm when it names
   * none. A set without any names ignores the token's.
   */
  boolean verify(SignedJWT token) {
    JWSHeader header = token.getHeader();
    String id = header.getKeyID();
    for (TokenKey key : keys) {
      boolean meant = id == null || !named || key.id().filter(id::equals).isPresent();
      if (meant && key.serves(header.getAlgorithm()) && key.verifies(token)) {
        return true;
      }
    }
    return false;
  }
}
