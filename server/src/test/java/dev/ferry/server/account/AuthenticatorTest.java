package dev.ferry.server.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.ferry.server.account.AuthenticationException.Kind;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The bypass matrix: what must not get in, and what must. */
class AuthenticatorTest {
  private static final String SECRET = "q9Zt3VwXkR7mB1nC5dF8gH2jL4pS6uYa";
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final UserId ALICE = new UserId("alice");
  private static final JWSHeader HS256 = new JWSHeader(JWSAlgorithm.HS256);

  @TempDir static Path folder;

  private static Path secretFile = Path.of("unset");
  private static final RSAKey rsa =
      generate(() -> new RSAKeyGenerator(2_048).keyID("rsa").generate());
  private static final OctetKeyPair ed25519 =
      generate(() -> new OctetKeyPairGenerator(Curve.Ed25519).keyID("ed").generate());
  private static final OctetSequenceKey oct =
      generate(() -> new OctetSequenceKeyGenerator(256).keyID("oct").generate());

  private interface Generation<T> {
    T run() throws JOSEException;
  }

  private static <T> T generate(Generation<T> generation) {
    try {
      return generation.run();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeAll
  static void writeSecret() throws IOException {
    secretFile = ownerOnly("secret", SECRET + "\n");
  }

  @Test
  void hs256FromASecretFileIsAccepted() throws Exception {
    assertEquals(ALICE, user(bySecret(), hs256(claims().build())));
    JWSHeader named = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("any").build();
    assertEquals(ALICE, user(bySecret(), sign(named, claims().build(), new MACSigner(SECRET))));
  }

  @Test
  void everyKeyOfASetIsAcceptedWithAndWithoutItsId() throws Exception {
    Authenticator authenticator = byKeySet();
    Map<JWSHeader, JWSSigner> good =
        Map.of(
            header(JWSAlgorithm.RS256, "rsa"),
            new RSASSASigner(rsa),
            new JWSHeader(JWSAlgorithm.RS256),
            new RSASSASigner(rsa),
            header(JWSAlgorithm.EdDSA, "ed"),
            new Ed25519Signer(ed25519),
            new JWSHeader(JWSAlgorithm.EdDSA),
            new Ed25519Signer(ed25519),
            header(JWSAlgorithm.Ed25519, "ed"),
            new Ed25519Signer(ed25519),
            header(JWSAlgorithm.HS256, "oct"),
            new MACSigner(oct));
    for (Map.Entry<JWSHeader, JWSSigner> entry : good.entrySet()) {
      String token = sign(entry.getKey(), claims().build(), entry.getValue());
      assertEquals(ALICE, user(authenticator, token), entry.getKey()::toString);
    }
  }

  @Test
  void leewayStretchesTimesButNoFurther() throws Exception {
    Authenticator authenticator = bySecret();
    assertEquals(ALICE, user(authenticator, hs256(claims().expirationTime(at(-29)).build())));
    assertEquals(ALICE, user(authenticator, hs256(claims().notBeforeTime(at(30)).build())));
    assertEquals(ALICE, user(authenticator, hs256(claims().issueTime(at(30)).build())));
    assertRefused(authenticator, Kind.EXPIRED, hs256(claims().expirationTime(at(-30)).build()));
  }

  @Test
  void whatATokenSaysIsGivenBack() throws Exception {
    Identity identity =
        bySecret().authenticate(hs256(claims().issueTime(at(-5)).claim("device", "phone").build()));
    assertEquals(Optional.of(new DeviceId("phone")), identity.device());
    assertEquals(at(-5).toInstant(), identity.issued());
    Identity bare =
        bySecret().authenticate(hs256(claims().issueTime(null).expirationTime(at(60)).build()));
    assertEquals(Optional.empty(), bare.device());
    assertEquals(Instant.EPOCH, bare.issued());
    assertEquals(at(60 + 30).toInstant(), bare.goodUntil());
  }

  @Test
  void aDeviceThatIsNoneIsRefused() throws Exception {
    assertRefused(bySecret(), Kind.INVALID, hs256(claims().claim("device", "a b").build()));
    assertRefused(bySecret(), Kind.INVALID, hs256(claims().claim("device", 7).build()));
  }

  private static UserId user(Authenticator authenticator, String token)
      throws AuthenticationException {
    return authenticator.authenticate(token).user();
  }

  @Test
  void issuerAndAudienceAreNotAskedForUnlessConfigured() throws Exception {
    TokenRules lenient = new TokenRules(Optional.empty(), Optional.empty(), Duration.ZERO);
    Authenticator authenticator =
        new Authenticator(TokenKeys.fromSecretFile(secretFile), lenient, clock());
    JWTClaimsSet bare = new JWTClaimsSet.Builder().subject("alice").expirationTime(at(60)).build();
    assertEquals(ALICE, user(authenticator, hs256(bare)));
  }

  @TestFactory
  Stream<DynamicTest> badTokensAreRefused() throws Exception {
    JWTClaimsSet good = claims().build();
    String token = hs256(good);
    String[] parts = token.split("\\.", -1);
    return Stream.of(
        bad("no token", ""),
        bad("blank", " "),
        bad("garbage", "garbage"),
        bad("dots only", ".."),
        bad("not base64", "ä.ö.ü"),
        bad("line feeds around", "\n" + token.substring(1)),
        bad("not yet valid", hs256(claims().notBeforeTime(at(31)).build())),
        bad("issued in the future", hs256(claims().issueTime(at(31)).build())),
        bad("wrong key", sign(HS256, good, new MACSigner(SECRET.replace('q', 'Q')))),
        bad("algorithm none", new PlainJWT(good).serialize()),
        bad("algorithm none, signed", json("{\"alg\":\"none\"}") + "." + parts[1] + "." + parts[2]),
        bad("algorithm nOnE", json("{\"alg\":\"nOnE\"}") + "." + parts[1] + "."),
        bad("signature cut off", parts[0] + "." + parts[1] + "."),
        bad("signature missing", parts[0] + "." + parts[1]),
        bad("claims exchanged", parts[0] + "." + json(claims().subject("bob")) + "." + parts[2]),
        bad("HS512 with the same secret", sign512()),
        bad("unknown critical header", critical()),
        bad("wrong issuer", hs256(claims().issuer("https://other.example").build())),
        bad("no issuer", hs256(claims().issuer(null).build())),
        bad("wrong audience", hs256(claims().audience("other").build())),
        bad("no audience", hs256(claims().audience((String) null).build())),
        bad("no expiry", hs256(claims().expirationTime(null).build())),
        bad("expiry is a text", hs256(claims().claim("exp", "tomorrow").build())),
        bad("no subject", hs256(claims().subject(null).build())),
        bad("empty subject", hs256(claims().subject("").build())),
        bad("subject is no user id", hs256(claims().subject("alice/../bob").build())),
        bad("subject is a number", hs256(claims().claim("sub", 7).build())),
        bad("claims are no object", rawPayload("[1]")),
        bad("claims are no JSON", rawPayload("alice")),
        bad("deep header", json("[".repeat(1_000)) + "." + parts[1] + "." + parts[2]),
        bad("huge", hs256(claims().claim("x", "x".repeat(3_000)).build())));
  }

  @Test
  void expiredIsSaidOnlyOfGenuineTokens() throws Exception {
    JWTClaimsSet expired = claims().expirationTime(at(-60)).build();
    assertRefused(bySecret(), Kind.EXPIRED, hs256(expired));
    assertRefused(
        bySecret(), Kind.INVALID, sign(HS256, expired, new MACSigner(SECRET.replace('q', 'Q'))));
    assertRefused(
        bySecret(),
        Kind.INVALID,
        hs256(new JWTClaimsSet.Builder(expired).issuer("https://other.example").build()));
    assertRefused(bySecret(), Kind.EXPIRED, hs256(claims().claim("exp", -1).build()));
  }

  @Test
  void keysOfASetAreNotConfused() throws Exception {
    Authenticator authenticator = byKeySet();
    JWTClaimsSet good = claims().build();
    RSAKey otherRsa = new RSAKeyGenerator(2_048).generate();
    byte[] der = rsa.toRSAPublicKey().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    byte[] edPublic = ed25519.getX().decode();
    List<String> bad =
        List.of(
            sign(header(JWSAlgorithm.HS256, "rsa"), good, new MACSigner(der)),
            sign(HS256, good, new MACSigner(der)),
            sign(header(JWSAlgorithm.HS256, "rsa"), good, new MACSigner(pem)),
            sign(header(JWSAlgorithm.HS256, "ed"), good, new MACSigner(edPublic)),
            sign(header(JWSAlgorithm.RS256, "nobody"), good, new RSASSASigner(rsa)),
            sign(header(JWSAlgorithm.RS256, "ed"), good, new RSASSASigner(rsa)),
            sign(header(JWSAlgorithm.RS512, "rsa"), good, new RSASSASigner(rsa)),
            sign(header(JWSAlgorithm.PS256, "rsa"), good, new RSASSASigner(rsa)),
            sign(header(JWSAlgorithm.RS256, "rsa"), good, new RSASSASigner(otherRsa)),
            sign(
                new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(otherRsa.toPublicJWK()).build(),
                good,
                new RSASSASigner(otherRsa)));
    for (String token : bad) {
      assertRefused(authenticator, Kind.INVALID, token);
    }
  }

  private static DynamicTest bad(String name, String token) {
    return DynamicTest.dynamicTest(name, () -> assertRefused(bySecret(), Kind.INVALID, token));
  }

  private static void assertRefused(Authenticator authenticator, Kind kind, String token) {
    var refused =
        assertThrows(AuthenticationException.class, () -> authenticator.authenticate(token));
    assertEquals(kind, refused.kind());
    assertNull(refused.getCause());
    String message = String.valueOf(refused.getMessage());
    if (token.length() > 4) {
      assertFalse(message.contains(token), message);
    }
    assertFalse(message.contains("bob"), message);
  }

  private static Authenticator bySecret() {
    return new Authenticator(TokenKeys.fromSecretFile(secretFile), rules(), clock());
  }

  private static Authenticator byKeySet() throws IOException {
    JWKSet set = new JWKSet(List.<JWK>of(rsa.toPublicJWK(), ed25519.toPublicJWK(), oct));
    Path file = ownerOnly("keys.json", set.toString(false));
    return new Authenticator(TokenKeys.fromJwksFile(file), rules(), clock());
  }

  private static TokenRules rules() {
    return new TokenRules(
        Optional.of("https://issuer.example"), Optional.of("ferry"), Duration.ofSeconds(30));
  }

  private static Clock clock() {
    return Clock.fixed(NOW, ZoneOffset.UTC);
  }

  private static Date at(int seconds) {
    return Date.from(NOW.plusSeconds(seconds));
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .subject("alice")
        .issuer("https://issuer.example")
        .audience(List.of("other", "ferry"))
        .issueTime(at(-5))
        .expirationTime(at(600));
  }

  private static JWSHeader header(JWSAlgorithm algorithm, String keyId) {
    return new JWSHeader.Builder(algorithm).keyID(keyId).build();
  }

  private static String hs256(JWTClaimsSet claims) throws JOSEException {
    return sign(HS256, claims, new MACSigner(SECRET));
  }

  private static String sign512() throws JOSEException {
    // The signer wants 64 bytes for HS512, so the forger does without it.
    return forge("{\"alg\":\"HS512\"}", claims().build().toString(), "HmacSHA512");
  }

  private static String critical() throws JOSEException {
    String header = "{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":false}";
    return forge(header, claims().build().toString(), "HmacSHA256");
  }

  private static String rawPayload(String payload) throws JOSEException {
    return forge("{\"alg\":\"HS256\"}", payload, "HmacSHA256");
  }

  private static String forge(String header, String payload, String mac) throws JOSEException {
    try {
      String input = json(header) + "." + json(payload);
      var hmac = Mac.getInstance(mac);
      hmac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), mac));
      byte[] signature = hmac.doFinal(input.getBytes(UTF_8));
      return input + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new JOSEException(e);
    }
  }

  private static String json(JWTClaimsSet.Builder claims) {
    return json(claims.build().toString());
  }

  private static String json(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  private static String sign(JWSHeader header, JWTClaimsSet claims, JWSSigner signer)
      throws JOSEException {
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(signer);
    return token.serialize();
  }

  private static Path ownerOnly(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text, UTF_8);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
