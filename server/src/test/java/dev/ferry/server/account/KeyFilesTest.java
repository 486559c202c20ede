package dev.ferry.server.account;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFilesTest {
  private static final String GOOD = "q9Zt3VwXkR7mB1nC5dF8gH2jL4pS6uYa";

  @TempDir Path folder;

  @Test
  void developmentSecretIsMadeOnceForItsOwnerOnly() throws IOException {
    Path data = folder.resolve("not/yet/there");
    Path file = DevelopmentSecret.ensure(data);
    assertEquals(data.resolve("dev-secret"), file);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    String text = Files.readString(file);
    assertTrue(text.endsWith("\n"));
    assertEquals(32, Base64.getUrlDecoder().decode(text.strip()).length);
    assertArrayEquals(text.strip().getBytes(US_ASCII), SecretFile.read(file));
    assertEquals(file, DevelopmentSecret.ensure(data));
    assertEquals(text, Files.readString(file));
    assertNotEquals(text, Files.readString(DevelopmentSecret.ensure(folder.resolve("other"))));
    try (Stream<Path> files = Files.list(data)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void nodesThatStartAtOnceShareTheDevelopmentSecret() {
    List<CompletableFuture<String>> starts =
        IntStream.range(0, 16)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () ->
                            new String(
                                SecretFile.read(DevelopmentSecret.ensure(folder)), US_ASCII)))
            .toList();
    assertEquals(1, starts.stream().map(CompletableFuture::join).distinct().count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw----r--", "rw-----w-", "rw-rw----", "rwx-----x"})
  void secretThatOthersMayAccessIsRefused(String mode) throws IOException {
    Path file = file(GOOD, mode);
    UnusableKeyException refused = refused(file);
    assertTrue(String.valueOf(refused.getMessage()).contains("chmod 600"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "r--------", "rw-r-----"})
  void secretOfItsOwnerIsAccepted(String mode) throws IOException {
    Path file = file("  " + GOOD + "\r\n", mode);
    assertArrayEquals(GOOD.getBytes(UTF_8), SecretFile.read(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n",
        "secret",
        "ChangeMe",
        "password",
        "your-256-bit-secret",
        "a-string-secret-at-least-256-bits-long",
        "q9Zt3VwXkR7mB1nC5dF8gH2jL4pS6uY",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "changemechangemechangemechangeme",
        "abcdefabcdefabcdefabcdefabcdefabcdefabc",
        "0123456789abcdef0123456789ABCDEF",
      })
  void guessableSecretIsRefused(String secret) throws IOException {
    UnusableKeyException refused = refused(file(secret, "rw-------"));
    if (!secret.isBlank() && !secret.equals("secret")) {
      assertFalse(String.valueOf(refused.getMessage()).contains(secret));
    }
  }

  @Test
  void missingOrEndlessSecretIsRefused() throws IOException {
    refused(folder.resolve("none"));
    refused(file(GOOD.repeat(129), "rw-------"));
  }

  @Test
  void keySetsWithPrivateOrWeakKeysOrNoneToUseAreRefused() throws Exception {
    JWK ed25519 = new OctetKeyPairGenerator(Curve.Ed25519).keyID("ed").generate();
    JWK ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate().toPublicJWK();
    JWK oct = new OctetSequenceKeyGenerator(256).keyID("oct").generate();
    JWK shortOct = new OctetSequenceKeyGenerator(128).keyID("short").generate();
    String shortRsa =
        "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\""
            + Base64.getUrlEncoder().withoutPadding().encodeToString(oddBytes(128))
            + "\"}";
    assertSetRefused("is a private key", set(ed25519), "rw-------");
    assertSetRefused("has no key that tokens", set(ec), "rw-------");
    assertSetRefused("other users may access", set(oct), "rw-r--r--");
    assertSetRefused("key short has 16 bytes", set(shortOct), "rw-------");
    assertSetRefused("1024 bits", "{\"keys\":[" + shortRsa + "]}", "rw-------");
    assertSetRefused("twice", set(ed25519.toPublicJWK(), ed25519.toPublicJWK()), "rw-------");
    assertSetRefused("is not a JWK set", "{}", "rw-------");
    assertSetRefused("has no key that tokens", "{\"keys\":[]}", "rw-------");
    assertDoesNotThrow(
        () -> TokenKeys.fromJwksFile(file(set(ed25519.toPublicJWK(), ec), "rw-r--r--")));
  }

  private void assertSetRefused(String problem, String set, String mode) throws IOException {
    Path file = file(set, mode);
    var refused = assertThrows(UnusableKeyException.class, () -> TokenKeys.fromJwksFile(file));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith(file + ": "), message);
    assertTrue(message.contains(problem), message);
  }

  private static String set(JWK... keys) throws JOSEException {
    return new JWKSet(List.of(keys)).toString(false);
  }

  private static byte[] oddBytes(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 0xff);
    return bytes;
  }

  private static UnusableKeyException refused(Path file) {
    var refused = assertThrows(UnusableKeyException.class, () -> TokenKeys.fromSecretFile(file));
    assertTrue(String.valueOf(refused.getMessage()).startsWith(file + ": "));
    return refused;
  }

  private Path file(String text, String mode) throws IOException {
    Path file = Files.writeString(Files.createTempFile(folder, "key", ""), text, UTF_8);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }
}
