package dev.ferry.server.redis;

import dev.ferry.server.message.MessageLog;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ClientMessageId;
import dev.ferry.server.model.Content;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.UserId;
import dev.ferry.server.redis.embedded.EmbeddedRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
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

  final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  EmbeddedRedis redis;
  final RedisLink link;
  final MessageLog log;

  RedisFixture(Path data, Durability durability, int entriesMax) {
    redis = EmbeddedRedis.start(EmbeddedRedis.Settings.in(data));
    link =
        RedisLink.connect(
            new RedisSettings(redis.uri().toString(), Duration.ofSeconds(2), 1000),
            Optional::empty);
    log =
        RedisLogs.open(
            link, durability, new RedisLogs.Limits(WINDOW, entriesMax, PAGE_BYTES), timer);
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
    redis.close();
  }
}
