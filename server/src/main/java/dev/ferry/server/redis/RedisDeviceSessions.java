package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.delivery.SessionTable;
import dev.ferry.server.device.Credential;
import dev.ferry.server.device.DeviceSessions;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.SessionEnd;
import dev.ferry.server.model.UserId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sessions in their user's slot, a script for each thing that happens to them. Thread-safe. */
final class RedisDeviceSessions implements DeviceSessions, SessionTable {
  private final OpenSessionScript open;
  private final Closings closings;
  private final Script renew;
  private final Script check;
  private final NodeLeases leases;
  private final ResumeTokens tokens = new ResumeTokens();

  RedisDeviceSessions(
      RedisLink link, OpenSessionScript open, Closings closings, NodeLeases leases) {
    this.open = open;
    this.closings = closings;
    this.renew = Script.named("renew_session", link.batch());
    this.check = Script.named("check_session", link.batch());
    this.leases = leases;
  }

  @Override
  public CompletionStage<Opened> open(Opening opening) {
    byte[] fresh = tokens.next();
    return Failures.refusing(
        open.run(opening, fresh, List.of())
            .thenCompose(reply -> withoutTheDead(opening, fresh, reply))
            .whenComplete((reply, failure) -> closeIf(failure, opening, fresh))
            .thenApply(reply -> opened(reply, fresh)));
  }

  /** Whether Redis has opened it is not known then, but nobody will use it. */
  private void closeIf(@Nullable Throwable failure, Opening opening, byte[] fresh) {
    if (failure != null) {
      closings.close(opening.user(), opening.device(), ResumeTokens.hash(fresh));
    }
  }

  /** Once more, when some that stand in the way are on nodes that were killed. */
  private CompletionStage<List<Object>> withoutTheDead(
      Opening opening, byte[] fresh, List<Object> reply) {
    List<String> dead =
        isRefused(reply)
            ? reply.stream().skip(3).map(Reply::text).distinct().filter(leases::isDead).toList()
            : List.of();
    return dead.isEmpty()
        ? CompletableFuture.completedStage(reply)
        : open.run(opening, fresh, dead);
  }

  private static Opened opened(List<Object> reply, byte[] fresh) {
    if (isRefused(reply)) {
      throw refusal(Reason.valueOf(Reply.text(reply.get(1))), Reply.text(reply.get(2)));
    }
    return new Opened(
        Reply.number(reply.get(1)),
        Reply.number(reply.get(2)),
        fresh,
        Reply.conversations(Reply.list(reply.get(3))),
        Reply.touched(reply.subList(4, 7)),
        Reply.number(reply.get(7)),
        Reply.number(reply.get(8)),
        Reply.number(reply.get(9)));
  }

  private static boolean isRefused(List<Object> reply) {
    return Reply.text(reply.get(0)).equals("refused");
  }

  private static RefusedException refusal(Reason reason, String value) {
    String message =
        switch (reason) {
          case SESSION_LIMIT -> "session: no more beside that of " + value;
          case LOGGED_OUT -> "token: issued before a logout (expected: a newer one)";
          case UNAVAILABLE -> "login: a later one of this device has come before it";
          case RESUME_REFUSED -> "resume: not good for this device now (expected: a login)";
          default -> "session: over";
        };
    return new RefusedException(reason, message, value);
  }

  @Override
  public CompletionStage<?> close(UserId user, DeviceId device, long stamp) {
    return closings.close(user, device, bytes(stamp));
  }

  @Override
  public CompletionStage<?> renew(
      UserId user, DeviceId device, long stamp, Credential.Verified token) {
    return Failures.refusing(
        renew
            .run(
                new byte[][] {Keys.sessions(user), Keys.revoked(user)},
                bytes(device.value()),
                bytes(stamp),
                bytes(token.issuedSecond()),
                bytes(token.goodUntilMs()))
            .thenApply(
                reply -> {
                  if (isRefused(reply)) {
                    throw refusal(Reason.valueOf(Reply.text(reply.get(1))), "");
                  }
                  return reply;
                }));
  }

  @Override
  public CompletionStage<Optional<SessionEnd>> endOf(UserId user, DeviceId device, long stamp) {
    return Failures.refusing(
        check
            .run(
                new byte[][] {Keys.sessions(user), Keys.revoked(user)},
                bytes(device.value()),
                bytes(stamp))
            .thenApply(reply -> end(device, stamp, Reply.text(reply.get(0)))));
  }

  private static Optional<SessionEnd> end(DeviceId device, long stamp, String word) {
    return word.equals("live")
        ? Optional.empty()
        : Optional.of(SessionEnd.of(device, stamp, Reason.valueOf(word)));
  }
}
