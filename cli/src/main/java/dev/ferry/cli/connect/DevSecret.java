package dev.ferry.cli.connect;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.ferry.cli.terminal.CliException;
import dev.ferry.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

/**
 * The secret of a development server, which lies in its data directory: whoever can read that file
 * may be anyone there. Production servers have none; their tokens come from the app's own back end.
 */
public final class DevSecret {
  private static final int BYTES = 32;

  private final byte[] key;

  private DevSecret(byte[] key) {
    this.key = key;
  }

  public static Path file(Path dataDirectory) {
    return dataDirectory.resolve("dev-secret");
  }

  /** The secret in {@code file}; a {@link CliException} says what to do when there is none. */
  public static DevSecret read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new CliException(
          ExitCode.UNAUTHORISED,
          "no token, and no readable "
              + file
              + " to make one with: give --token, or --data DIR"
              + " of a server that ./ferry up started");
    } catch (IllegalArgumentException e) {
      throw new CliException(
          ExitCode.UNAUTHORISED,
          file + ": not a development secret (expected: 32 bytes, base64url)");
    }
  }

  /**
   * Reads base64url text of 32 bytes. The key is the text itself, as the server takes it: most JWT
   * libraries want it so.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static DevSecret parse(String text) {
    String secret = text.strip();
    int bytes = Base64.getUrlDecoder().decode(secret).length;
    if (bytes != BYTES) {
      throw new IllegalArgumentException("secret: " + bytes + " bytes (expected: " + BYTES + ")");
    }
    return new DevSecret(secret.getBytes(StandardCharsets.US_ASCII));
  }

  /** A token for {@code user}, valid for {@code ttl} from {@code now} on. */
  public String token(String user, Instant now, Duration ttl) {
    return signed(claims(user, now, ttl).build());
  }

  /** The same for whoever runs the server. */
  public String operatorToken(String user, Instant now, Duration ttl) {
    return signed(claims(user, now, ttl).claim("operator", true).build());
  }

  private static JWTClaimsSet.Builder claims(String user, Instant now, Duration ttl) {
    return new JWTClaimsSet.Builder()
        .subject(user)
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(ttl)));
  }

  private String signed(JWTClaimsSet claims) {
    try {
      SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
      token.sign(new MACSigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("HS256 is part of every Java", e);
    }
  }
}
