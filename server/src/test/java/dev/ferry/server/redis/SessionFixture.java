package dev.ferry.server.redis;

import static dev.ferry.server.redis.RedisFixture.ALICE;
import static dev.ferry.server.redis.RedisFixture.done;

import dev.ferry.server.device.Credential;
import dev.ferry.server.device.DeviceSessions.Opened;
import dev.ferry.server.device.DeviceSessions.Opening;
import dev.ferry.server.device.LoginAttempt;
import dev.ferry.server.device.SessionPolicy;
import dev.ferry.server.device.SessionPolicy.Beyond;
import dev.ferry.server.device.SessionPolicy.Rule;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.DeviceName;
import dev.ferry.server.model.KnownDevice;
import dev.ferry.server.model.Platform;
import dev.ferry.server.model.SessionEnd;
import dev.ferry.server.model.UserId;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Sessions of Alice, as one node opens them, and what the bus says of them. */
final class SessionFixture {
  /** When tokens were issued, unless a test says otherwise: long ago. */
  static final long ISSUED = 1_000_000;

  private static final Duration LIFE = Duration.ofHours(1);

  final DeviceStore store;
  private final RedisFixture redis;

  SessionFixture(RedisFixture redis, String node, SessionPolicy policy) {
    this.redis = redis;
    this.store = redis.devices(node, policy);
  }

  /** Every class allows ten, but for these rules. */
  static SessionPolicy policy(Map<Platform, Rule> rules) {
    Map<Platform, Rule> all = new HashMap<>();
    Arrays.stream(Platform.values())
        .forEach(each -> all.put(each, new Rule(10, Beyond.REPLACE, Set.of())));
    all.putAll(rules);
    return new SessionPolicy(all);
  }

  static SessionPolicy phones(int most, Beyond beyond, Platform... excluded) {
    return policy(Map.of(Platform.PHONE, new Rule(most, beyond, Set.of(excluded))));
  }

  CompletionStage<Opened> open(String device, Platform platform) {
    return open(device, platform, token(ISSUED));
  }

  CompletionStage<Opened> open(String device, Platform platform, Credential credential) {
    return open(ALICE, device, platform, credential);
  }

  CompletionStage<Opened> open(
      UserId user, String device, Platform platform, Credential credential) {
    return open(user, device, platform, credential, LoginAttempt.UNKNOWN);
  }

  CompletionStage<Opened> open(
      UserId user, String device, Platform platform, Credential credential, LoginAttempt attempt) {
    DeviceName name = new DeviceName(device + " of " + user);
    return store
        .sessions()
        .open(new Opening(user, new DeviceId(device), platform, name, attempt, credential, 0, 50));
  }

  CompletionStage<Opened> resume(UserId user, String device, byte[] token) {
    return open(user, device, Platform.PHONE, new Credential.Resumed(token));
  }

  static Credential.Verified token(long issuedSecond) {
    return new Credential.Verified(issuedSecond, System.currentTimeMillis() + LIFE.toMillis());
  }

  void close(String device, Opened opened) {
    done(store.sessions().close(ALICE, new DeviceId(device), opened.stamp()));
  }

  /** The live devices, in the order of their ids. */
  List<String> live() {
    return done(store.devices().list(ALICE)).stream()
        .filter(KnownDevice::live)
        .map(each -> each.id().value())
        .sorted()
        .toList();
  }

  /** Moves what is remembered of a device, by a part of its record. */
  void alter(String device, int field, String value) {
    byte[] key = Keys.sessions(ALICE);
    String[] fields =
        new String(done(redis.link.commands().hget(key, Keys.bytes(device)))).split(" ", 9);
    fields[field] = value;
    done(redis.link.commands().hset(key, Keys.bytes(device), Keys.bytes(String.join(" ", fields))));
  }

  static String text(SessionEnd end) {
    return end.device().map(DeviceId::value).orElse("*")
        + " "
        + end.reason()
        + " by "
        + end.by().map(DeviceId::value).orElse("-")
        + end.except().map(except -> " but " + except).orElse("");
  }
}
