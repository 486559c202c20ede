package dev.ferry.server.redis;

import static dev.ferry.server.redis.RedisFixture.ALICE;
import static dev.ferry.server.redis.RedisFixture.BOB;
import static dev.ferry.server.redis.RedisFixture.done;
import static dev.ferry.server.redis.RedisFixture.failure;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.device.Credential;
import dev.ferry.server.device.DeviceSessions.Opened;
import dev.ferry.server.device.SessionPolicy.Beyond;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.Platform;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What ends sessions for good, and what goes on with one that was lost. */
@Timeout(60)
class LogOutIT {
  private static final DeviceId PHONE = new DeviceId("phone");
  private static final DeviceId TABLET = new DeviceId("tablet");

  @TempDir private static Path data;
  private static RedisFixture redis;
  private static SessionFixture node;

  @BeforeAll
  static void begin() {
    redis = new RedisFixture(data, Durability.MEMORY, 1000);
    node = new SessionFixture(redis, "n1", SessionFixture.phones(1, Beyond.REPLACE));
  }

  @AfterAll
  static void end() {
    redis.close();
  }

  @BeforeEach
  void forget() {
    done(redis.link.commands().flushall());
  }

  private static void assertRefused(Reason reason, CompletionStage<?> stage) {
    RefusedException refusal = assertInstanceOf(RefusedException.class, failure(stage));
    assertEquals(reason, refusal.reason(), refusal::toString);
  }

  /** A second by which Redis's clock has not come yet. */
  private static long later() {
    return Instant.now().getEpochSecond() + 20;
  }

  @Test
  void aDeviceThatWasLoggedOutNeedsANewerToken() {
    done(node.open("phone", Platform.PHONE));
    done(node.open("tablet", Platform.TABLET));
    assertEquals(1, done(node.store.devices().logOut(ALICE, PHONE, TABLET)));
    assertEquals(List.of("tablet"), node.live());
    assertRefused(Reason.LOGGED_OUT, node.open("phone", Platform.PHONE));
    done(node.open("tablet", Platform.TABLET));
    done(node.open("phone", Platform.PHONE, SessionFixture.token(later())));
    assertEquals(List.of("phone", "tablet"), node.live());
    assertEquals(1, done(node.store.devices().logOut(ALICE, TABLET, TABLET)));
    assertEquals(0, done(node.store.devices().logOut(ALICE, TABLET, PHONE)));
    assertRefused(
        Reason.NO_SUCH_DEVICE, node.store.devices().logOut(ALICE, new DeviceId("x"), PHONE));
    assertRefused(Reason.NO_SUCH_DEVICE, node.store.devices().logOut(BOB, PHONE, PHONE));
  }

  @Test
  void aTokenOfAnIssuerWhoseClockIsAheadIsRevokedToo() {
    long ahead = later();
    done(node.open("phone", Platform.PHONE, SessionFixture.token(ahead)));
    done(node.store.devices().logOut(ALICE, PHONE, TABLET));
    assertRefused(
        Reason.LOGGED_OUT, node.open("phone", Platform.PHONE, SessionFixture.token(ahead)));
    done(node.open("phone", Platform.PHONE, SessionFixture.token(ahead + 1)));
    done(node.store.devices().revoke(ALICE));
    assertRefused(
        Reason.LOGGED_OUT, node.open("tablet", Platform.TABLET, SessionFixture.token(ahead + 1)));
  }

  @Test
  void allOthersAreLoggedOutAlsoThoseThatNobodyKnows() {
    done(node.open("phone", Platform.PHONE));
    done(node.open("tablet", Platform.TABLET));
    done(node.open("web", Platform.WEB));
    assertEquals(2, done(node.store.devices().logOutOthers(ALICE, PHONE)));
    assertEquals(List.of("phone"), node.live());
    assertRefused(Reason.LOGGED_OUT, node.open("web", Platform.WEB));
    assertRefused(Reason.LOGGED_OUT, node.open("new", Platform.WEB));
    done(node.open("phone", Platform.PHONE));
    assertEquals(1, done(node.store.devices().revoke(ALICE)));
    assertEquals(List.of(), node.live());
    assertRefused(Reason.LOGGED_OUT, node.open("phone", Platform.PHONE));
    done(node.open("phone", Platform.PHONE, SessionFixture.token(later())));
  }

  @Test
  void revocationsAreBoundedAndRefuseTooMuchRatherThanTooLittle() {
    for (int i = 0; i < 150; i++) {
      done(node.open("d" + i, Platform.OTHER));
    }
    for (int i = 0; i < 150; i++) {
      done(node.store.devices().logOut(ALICE, new DeviceId("d" + i), PHONE));
    }
    assertTrue(done(redis.link.commands().hlen(Keys.revoked(ALICE))) <= 101);
    for (String device : List.of("d0", "d75", "d149", "another")) {
      assertRefused(Reason.LOGGED_OUT, node.open(device, Platform.OTHER));
    }
  }

  @Test
  void aSessionGoesOnOnceOnItsDevice() {
    Opened first = done(node.open("phone", Platform.PHONE));
    assertRefused(Reason.RESUME_REFUSED, node.resume(ALICE, "tablet", first.resumeToken()));
    assertRefused(Reason.RESUME_REFUSED, node.resume(BOB, "phone", first.resumeToken()));
    assertRefused(Reason.RESUME_REFUSED, node.resume(ALICE, "phone", new byte[16]));
    // What was tried in vain used nothing up.
    node.close("phone", first);
    Opened second = done(node.resume(ALICE, "phone", first.resumeToken()));
    assertEquals(first.goodUntilMs(), second.goodUntilMs());
    assertTrue(second.stamp() > first.stamp());
    assertEquals(List.of("phone"), node.live());
    assertRefused(Reason.RESUME_REFUSED, node.resume(ALICE, "phone", first.resumeToken()));
    assertFalse(Arrays.equals(first.resumeToken(), second.resumeToken()));
    done(node.resume(ALICE, "phone", second.resumeToken()));
  }

  @Test
  void twoThatResumeAtOnceWithOneTokenAreNotBothLetIn() {
    Opened first = done(node.open("phone", Platform.PHONE));
    SessionFixture other = new SessionFixture(redis, "n2", RedisFixture.POLICY);
    CompletionStage<Opened> here = node.resume(ALICE, "phone", first.resumeToken());
    CompletionStage<Opened> there = other.resume(ALICE, "phone", first.resumeToken());
    boolean letIn = done(here.handle((opened, failure) -> opened != null));
    assertEquals(letIn, !done(there.handle((opened, failure) -> opened != null)));
  }

  @Test
  void aResumeTokenAgesWhenItsSessionHasEnded() {
    Opened first = done(node.open("phone", Platform.PHONE));
    long longAgo = System.currentTimeMillis() - RedisFixture.RESUME_FOR.toMillis() - 1000;
    node.close("phone", first);
    node.alter("phone", 5, String.valueOf(longAgo));
    assertRefused(Reason.RESUME_REFUSED, node.resume(ALICE, "phone", first.resumeToken()));
    node.alter("phone", 5, String.valueOf(longAgo + 60_000));
    Opened second = done(node.resume(ALICE, "phone", first.resumeToken()));
    // Not beyond the expiry of the token that the first session began with.
    node.alter("phone", 3, String.valueOf(System.currentTimeMillis() - 1));
    assertRefused(Reason.RESUME_REFUSED, node.resume(ALICE, "phone", second.resumeToken()));
  }

  @Test
  void whoWasReplacedOrLoggedOutDoesNotResume() {
    Opened replaced = done(node.open("phone", Platform.PHONE));
    Opened phone = done(node.open("phone2", Platform.PHONE));
    assertRefused(Reason.RESUME_REFUSED, node.resume(ALICE, "phone", replaced.resumeToken()));
    done(node.store.devices().logOut(ALICE, new DeviceId("phone2"), PHONE));
    assertRefused(Reason.RESUME_REFUSED, node.resume(ALICE, "phone2", phone.resumeToken()));
  }

  @Test
  void aTokenIsRenewedWhileItsSessionLives() {
    Opened opened = done(node.open("phone", Platform.PHONE));
    long until = System.currentTimeMillis() + 7_200_000;
    done(
        node.store
            .sessions()
            .renew(
                ALICE,
                PHONE,
                opened.stamp(),
                new Credential.Verified(SessionFixture.ISSUED, until)));
    assertEquals(until, done(node.resume(ALICE, "phone", opened.resumeToken())).goodUntilMs());
    assertRefused(
        Reason.SESSION_REPLACED,
        node.store
            .sessions()
            .renew(ALICE, PHONE, opened.stamp(), SessionFixture.token(SessionFixture.ISSUED)));
    done(node.store.devices().revoke(ALICE));
    assertRefused(
        Reason.LOGGED_OUT,
        node.store
            .sessions()
            .renew(ALICE, PHONE, opened.stamp(), SessionFixture.token(SessionFixture.ISSUED)));
  }

  @Test
  void redisHasNoTokenThatCouldBeUsed() {
    Opened opened = done(node.open("phone", Platform.PHONE));
    byte[] record = done(redis.link.commands().hget(Keys.sessions(ALICE), Keys.bytes("phone")));
    String hash = new String(ResumeTokens.hash(opened.resumeToken()));
    assertTrue(new String(record).contains(hash));
    assertEquals(64, hash.length());
    assertArrayEquals(ResumeTokens.hash(opened.resumeToken()), Keys.bytes(hash));
  }
}
