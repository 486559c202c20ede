package dev.ferry.server.request;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.session.Connection;
import dev.ferry.server.session.Session;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's side of one connection: its phase, what its frames mean in it, and when its time is
 * up. Belongs to the connection's loop: every method is called there and every field is used there
 * only.
 */
public final class ClientPeer {
  private static final Logger LOG = LoggerFactory.getLogger(ClientPeer.class);
  private static final int NESTING_MAX = 16;
  private static final int PAGES_MAX = 4;

  /** Refusals of a request after which the session is over. */
  private static final Set<Reason> CLOSING =
      EnumSet.of(
          Reason.WRONG_PHASE,
          Reason.SESSION_REPLACED,
          Reason.LOGGED_OUT,
          Reason.UNAUTHENTICATED,
          Reason.TOKEN_EXPIRED);

  private enum Phase {
    CONNECTED,
    /** Its login waits for its turn. */
    WAITING,
    LOGGING_IN,
    LIVE,
    CLOSED
  }

  private final Connection connection;
  private final LoginQueue queue;
  private final Logins logins;
  private final Handlers handlers;
  private final PeerLimits limits;
  private final Departure departure;

  private Phase phase = Phase.CONNECTED;
  private @Nullable Session session;
  private @Nullable Bucket rate;
  private int openCalls;

  /** Of those, the ones whose answers are large, or take many questions to Redis. */
  private int openPages;

  /**
   * {@code System.nanoTime} when this phase's patience began: at connecting, at the login and when
   * its turn came, then at each frame.
   */
  private long heardAt;

  /** {@code System.nanoTime} since when the client has not read enough; 0 when it reads. */
  private long congestedSince;

  /**
   * @param queue that of the connection's loop
   */
  ClientPeer(
      Connection connection,
      LoginQueue queue,
      Logins logins,
      Handlers handlers,
      PeerLimits limits,
      Departure departure) {
    this.connection = connection;
    this.queue = queue;
    this.logins = logins;
    this.handlers = handlers;
    this.limits = limits;
    this.departure = departure;
    this.heardAt = System.nanoTime();
  }

  /** A whole frame came; the buffer is the caller's again afterwards. */
  public void frame(ByteBuffer bytes) {
    if (phase == Phase.CLOSED) {
      return;
    }
    ClientFrame frame;
    try {
      frame = parse(bytes);
    } catch (IOException e) {
      refuse(new RefusedException(Reason.MALFORMED_FRAME, "frame: not of this protocol"));
      return;
    }
    if (phase == Phase.LIVE) {
      heardAt = System.nanoTime();
      request(frame);
    } else if (phase == Phase.CONNECTED && frame.hasLogin()) {
      await(frame);
    } else {
      refuse(
          new RefusedException(
              Reason.WRONG_PHASE,
              "frame: " + frame.getBodyCase() + " (expected: one LOGIN, then its answer)",
              frame.getBodyCase().name()));
    }
  }

  /** Tells the client why and closes. */
  public void refuse(RefusedException refusal) {
    if (phase != Phase.CLOSED) {
      LOG.atInfo()
          .addKeyValue("remote", connection.remote())
          .addKeyValue("session", session)
          .addKeyValue("reason", refusal.reason())
          .addKeyValue("detail", refusal.getMessage())
          .log("connection refused");
      connection.closeWith(Errors.frame(0, refusal));
      disconnected();
    }
  }

  /** Whether the client reads changed. */
  public void writabilityChanged() {
    boolean congested = connection.congested();
    long now = System.nanoTime();
    if (phase == Phase.LIVE) {
      // It could not be heard while nothing was read from it.
      heardAt = now;
    }
    congestedSince = congested ? now : 0;
    if (!congested && session != null) {
      session.catchUp();
    }
    readIfRoom();
  }

  /** The connection is gone. */
  public void disconnected() {
    if (phase == Phase.LIVE && session != null) {
      logins.leave(session);
    }
    phase = Phase.CLOSED;
  }

  /** Ends what has taken too long. Called about twice a second. */
  public void sweep(long nanoTime) {
    boolean live = phase == Phase.LIVE;
    Duration patience = live ? limits.silenceMax() : limits.loginTimeout();
    if (phase == Phase.CLOSED) {
      return;
    }
    if (live && session != null && SessionClock.leftMs(session.goodUntilMs()) == 0) {
      refuse(new RefusedException(Reason.TOKEN_EXPIRED, "token: expired, and not renewed"));
    } else if (nanoTime - heardAt > patience.toNanos() && openCalls == 0) {
      refuse(late(patience));
    } else if (congestedSince != 0 && nanoTime - congestedSince > limits.unreadFor().toNanos()) {
      refuse(
          new RefusedException(
              Reason.IDLE_TIMEOUT, "unread for " + limits.unreadFor().toMillis() + " ms"));
    }
  }

  private RefusedException late(Duration patience) {
    return switch (phase) {
      case WAITING -> queue.overrun();
      case LIVE -> silent(Reason.IDLE_TIMEOUT, patience);
      default -> silent(Reason.LOGIN_TIMEOUT, patience);
    };
  }

  private static RefusedException silent(Reason reason, Duration patience) {
    return new RefusedException(reason, "nothing for " + patience.toMillis() + " ms");
  }

  private static ClientFrame parse(ByteBuffer bytes) throws IOException {
    CodedInputStream input = CodedInputStream.newInstance(bytes);
    input.setRecursionLimit(NESTING_MAX);
    ClientFrame frame = ClientFrame.parseFrom(input);
    input.checkLastTagWas(0);
    if (!input.isAtEnd()) {
      throw new InvalidProtocolBufferException("bytes after the end");
    }
    return frame;
  }

  private void await(ClientFrame frame) {
    phase = Phase.WAITING;
    heardAt = System.nanoTime();
    try {
      queue.join(() -> phase == Phase.WAITING && login(frame));
    } catch (RefusedException e) {
      refuseLogin(frame, e);
    }
  }

  /** Says whether the login is under way. */
  private boolean login(ClientFrame frame) {
    phase = Phase.LOGGING_IN;
    heardAt = System.nanoTime();
    Logins.Pending pending;
    try {
      pending = logins.login(frame.getLogin(), connection, () -> phase == Phase.CLOSED);
    } catch (RuntimeException e) {
      refuseLogin(frame, e);
      return false;
    }
    pending
        .start()
        .whenComplete(
            (start, failure) ->
                connection
                    .loop()
                    .execute(
                        () -> {
                          try {
                            answerLogin(frame, pending, start, failure);
                          } finally {
                            queue.done();
                          }
                        }));
    return true;
  }

  private void answerLogin(
      ClientFrame frame,
      Logins.Pending pending,
      Logins.@Nullable Start start,
      @Nullable Throwable failure) {
    if (phase == Phase.CLOSED || start == null || failure != null) {
      logins.abandon(pending.session(), start);
      if (phase != Phase.CLOSED) {
        refuseLogin(frame, failure == null ? new IllegalStateException("no start") : failure);
      }
      return;
    }
    phase = Phase.LIVE;
    heardAt = System.nanoTime();
    session = pending.session();
    rate = limits.newRate();
    LOG.atInfo()
        .addKeyValue("remote", connection.remote())
        .addKeyValue("session", session)
        .addKeyValue("client", frame.getLogin().getClient())
        .log("logged in");
    session.start(
        start.opened().stamp(),
        start.opened().goodUntilMs(),
        logins.answer(frame.getRequestId(), pending, start));
    logins.live(session, frame.getLogin());
    byte[] goAway = departure.goAway();
    if (goAway != null) {
      session.sendAway(goAway);
    }
  }

  private void refuseLogin(ClientFrame frame, Throwable failure) {
    RefusedException refusal = Errors.refusal(failure);
    LOG.atInfo()
        .addKeyValue("remote", connection.remote())
        .addKeyValue("reason", refusal.reason())
        .addKeyValue("detail", refusal.getMessage())
        .log("login refused");
    connection.closeWith(Errors.frame(frame.getRequestId(), refusal));
    disconnected();
  }

  private void request(ClientFrame frame) {
    Session live = session;
    if (live == null || overRate(frame)) {
      return;
    }
    openCalls++;
    openPages += isPage(frame) ? 1 : 0;
    readIfRoom();
    try {
      handlers
          .of(frame)
          .handle(live, frame)
          .whenComplete(
              (answer, failure) -> connection.loop().execute(() -> answer(frame, answer, failure)));
    } catch (RuntimeException e) {
      answer(frame, null, e);
    }
  }

  private void answer(
      ClientFrame frame, ServerFrame.@Nullable Builder answer, @Nullable Throwable failure) {
    openCalls--;
    openPages -= isPage(frame) ? 1 : 0;
    if (phase == Phase.CLOSED) {
      return;
    }
    if (answer != null) {
      connection.send(answer.setRequestId(frame.getRequestId()).build().toByteArray());
    } else {
      RefusedException refusal =
          Errors.refusal(failure == null ? new IllegalStateException("no answer") : failure);
      if (CLOSING.contains(refusal.reason())) {
        refuse(refusal);
        return;
      }
      connection.send(Errors.frame(frame.getRequestId(), refusal));
    }
    readIfRoom();
  }

  private static boolean isPage(ClientFrame frame) {
    return switch (frame.getBodyCase()) {
      case FETCH_MESSAGES,
          FETCH_HEADS,
          FETCH_MEMBERS,
          MOVE_CURSORS,
          FETCH_RECEIPTS,
          FETCH_REACTIONS,
          FETCH_EDITS,
          WATCH_PRESENCE,
          FETCH_PRESENCE ->
          true;
      default -> false;
    };
  }

  private boolean overRate(ClientFrame frame) {
    if (rate == null) {
      return false;
    }
    ConsumptionProbe probe = rate.tryConsumeAndReturnRemaining(1);
    if (probe.isConsumed()) {
      return false;
    }
    Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill()).plusMillis(1);
    RefusedException refusal =
        new RefusedException(Reason.RATE_LIMITED, "requests: too many", wait);
    connection.send(Errors.frame(frame.getRequestId(), refusal));
    return true;
  }

  /**
   * Answers wait in memory until the client reads them, so no more requests are taken than may
   * wait.
   */
  private void readIfRoom() {
    connection.reading(
        openCalls < limits.callsMax() && openPages < PAGES_MAX && !connection.congested());
  }
}
