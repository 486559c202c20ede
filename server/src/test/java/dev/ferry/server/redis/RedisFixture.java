package dev.ferry.server.redis;

import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.delivery.Topic;
import dev.ferry.server.device.Credential;
import dev.ferry.server.device.DeviceSessions;
import dev.ferry.server.device.LoginAttempt;
import dev.ferry.server.device.SessionPolicy;
import dev.ferry.server.device.SessionPolicy.Beyond;
import dev.ferry.server.message.MessageLog;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ClientMessageId;
import dev.ferry.server.model.Content;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.DeviceName;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.NodeId;
import dev.ferry.server.model.Platform;
import dev.ferry.server.model.Touched;
import dev.ferry.server.model.UserId;
import dev.ferry.server.net.EventLoops;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A real Redis with a link and a log on it, and short words for the tests of the scripts. */
final class RedisFixture implements AutoCloseable {
  static final UserId ALICE = new UserId("alice");
  static final UserId BOB = new UserId("bob");
  static final DeviceId PHONE = new DeviceId("phone");
  static final ConversationId TALK = ConversationId.direct(ALICE, BOB);
  static final long SESSION = 5;
  static final int WINDOW = 8;
  static final int PAGE_BYTES = 4096;
  static final int MEMBERS_MAX = 2000;
  static final Duration AUTHOR_WINDOW = Duration.ofHours(1);
  static final int GROUPS_PER_USER = 500;
  static final int BLOCKED_MAX = 3;

  static final Duration RESUME_FOR = Duration.ofMinutes(10);

  /** Ten sessions of each class, the newest win. */
  static final SessionPolicy POLICY =
      new SessionPolicy(
          Arrays.stream(Platform.values())
              .collect(
                  Collectors.toMap(
                      each -> each, each -> new SessionPolicy.Rule(10, Beyond.REPLACE, Set.of()))));

  final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  final EventLoops loops = EventLoops.open();
  EmbeddedRedis redis;
  final RedisLink link;
  final RedisStore store;
  final MessageLog log;
  final DeviceStore devices;

  RedisFixture(Path data, Durability durability, int entriesMax) {
    this(data, durability, limits(entriesMax, MEMBERS_MAX, GROUPS_PER_USER));
  }

  RedisFixture(Path data, Durability durability, RedisStore.Limits limits) {
    redis = EmbeddedRedis.start(EmbeddedRedis.Settings.in(data));
    link =
        RedisLink.connect(
            new RedisSettings(redis.uri().toString(), Duration.ofSeconds(2), 1000),
            loops.group(),
            Optional::empty);
    store = RedisStore.open(link, durability, limits, timer);
    log = store.log();
    devices = devices("n1", POLICY);
  }

  /** What another node keeps of devices. */
  DeviceStore devices(String node, SessionPolicy policy) {
    return new DeviceStore(
        link, new NodeId(node), new DeviceStore.Settings(policy, RESUME_FOR, 2 * GROUPS_PER_USER));
  }

  /** Opens a session with a token that is good for long. */
  DeviceSessions.Opened open(UserId user, DeviceId device, long since, int limit) {
    Credential token = new Credential.Verified(1, System.currentTimeMillis() + 3_600_000);
    DeviceName name = new DeviceName("");
    return done(
        devices
            .sessions()
            .open(
                new DeviceSessions.Opening(
                    user,
                    device,
                    Platform.OTHER,
                    name,
                    LoginAttempt.UNKNOWN,
                    token,
                    since,
                    limit)));
  }

  static RedisStore.Limits limits(int entriesMax, int membersMax, int groupsPerUser) {
    return new RedisStore.Limits(
        WINDOW, entriesMax, PAGE_BYTES, membersMax, groupsPerUser, AUTHOR_WINDOW, BLOCKED_MAX);
  }

  static Topic of(UserId user) {
    return new Topic.OfUser(user);
  }

  /** As after a crash of Redis. */
  void restartRedis() {
    redis.kill();
    redis = EmbeddedRedis.start(redis.settings());
  }

  static ClientMessageId id(long number) {
    return new ClientMessageId(7, number);
  }

  static NewMessage message(DeviceId device, long number, String text) {
    return new NewMessage(
        TALK, ALICE, device, SESSION, id(number), null, new Content("text", new byte[0], text));
  }

  static NewMessage after(@Nullable ClientMessageId before, long number) {
    return new NewMessage(
        TALK, ALICE, PHONE, SESSION, id(number), before, new Content("text", new byte[0], "x"));
  }

  /** A message of another session than {@link #SESSION}. */
  static NewMessage ofSession(long session, long number) {
    return new NewMessage(
        TALK, ALICE, PHONE, session, id(number), null, new Content("text", new byte[0], "x"));
  }

  Accepted append(DeviceId device, long number, String text) {
    return done(log.append(message(device, number, text)));
  }

  /** Of all conversations in the user's index, the last touched first. */
  List<Head> headsOf(UserId user) {
    return done(store.index().heads(user, conversationsOf(user)));
  }

  List<ConversationId> conversationsOf(UserId user) {
    Touched touched = done(store.index().touched(user, 0, Long.MAX_VALUE, 1000));
    return touched.entries().stream().map(Touched.Entry::conversation).toList();
  }

  /** How often a command was called, by {@code INFO commandstats}. */
  static int calls(String stats, String command) {
    Matcher found = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)").matcher(stats);
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }

  static <T> T done(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  static Throwable failure(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      return Objects.requireNonNull(e.getCause());
    }
    throw new AssertionError("did not fail");
  }

  @Override
  public void close() {
    timer.shutdownNow();
    link.close();
    loops.close();
    redis.close();
  }
}
