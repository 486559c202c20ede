package dev.ferry.client.core;

import com.google.protobuf.ByteString;
import dev.ferry.client.ClientState;
import dev.ferry.client.FerryException;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.LoggedIn;
import dev.ferry.protocol.v1.Login;
import dev.ferry.protocol.v1.Ping;
import dev.ferry.protocol.v1.RefreshToken;
import dev.ferry.protocol.v1.ServerFrame;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes connections, keeps them alive, and makes them again until a terminal error. */
final class Connector {
  private static final long RECONNECT_BASE_MS = 500;
  private static final long LOGIN_TIMEOUT_MS = 10_000;
  private static final long CALL_TIMEOUT_MS = 30_000;
  private static final long OPEN_GRACE_MS = 5_000;
  private static final long HEARTBEAT_DEFAULT_MS = 30_000;
  private static final long HEARTBEAT_MIN_MS = 50;

  private enum Phase {
    IDLE,
    WAITING,
    TOKEN,
    OPENING,
    LOGGING_IN,
    ONLINE,
    CLOSED
  }

  /** What the rest of the core does when a connection begins and when all has ended. */
  interface Host {
    /** The version of heads that the login names. */
    long headsSince();

    /** What the device has of its groups. */
    ByteString groupDigest();

    void online(LoggedIn loggedIn, long requestId, long nowMs) throws MalformedFrameException;

    void ended(FerryException reason, long nowMs);
  }

  private final CoreOptions options;
  private final Effects effects;
  private final Calls calls;
  private final Backoff backoff;
  private final Host host;
  private final LoginForm form;

  private Phase phase = Phase.IDLE;
  private ClientState told = ClientState.DISCONNECTED;
  private long connection;
  private String token = "";
  private final Resumption resumption = new Resumption();
  private final TokenRenewal renewal = new TokenRenewal();

  /** WAITING: when to connect; OPENING, LOGGING_IN: when to give up. */
  private long deadlineMs;

  /** Whether the login under way goes on with an earlier session. */
  private boolean resuming;

  private long loginRequestId;
  private long heartbeatMs = HEARTBEAT_DEFAULT_MS;
  private long lastHeardMs;

  /** Connections in a row that did not come ONLINE. */
  private int failures;

  /** Refusals in a row that asked for another token. */
  private int tokensRefused;

  private @Nullable FerryException end;

  Connector(CoreOptions options, Effects effects, Calls calls, Random random, Host host) {
    this.options = options;
    this.effects = effects;
    this.calls = calls;
    this.backoff = new Backoff(random, RECONNECT_BASE_MS);
    this.host = host;
    this.form = new LoginForm(options);
  }

  void start(long nowMs) {
    if (phase == Phase.IDLE) {
      phase = Phase.WAITING;
      deadlineMs = nowMs;
    }
  }

  boolean online() {
    return phase == Phase.ONLINE;
  }

  /** Whether {@code connection} has a transport that is, or is being, opened. */
  boolean current(long connection) {
    return connection == this.connection && hasTransport();
  }

  private boolean hasTransport() {
    return phase == Phase.OPENING || phase == Phase.LOGGING_IN || phase == Phase.ONLINE;
  }

  ClientState state() {
    return told;
  }

  /** Why the core has ended; null while it has not. */
  @Nullable FerryException end() {
    return end;
  }

  void token(long connection, String token, long nowMs) {
    if (connection != this.connection) {
      return;
    }
    if (phase == Phase.TOKEN) {
      this.token = token;
      open(nowMs);
    } else if (phase == Phase.ONLINE && renewal.takes()) {
      RefreshToken.Builder refresh = RefreshToken.newBuilder().setToken(token);
      calls.call(ClientFrame.newBuilder().setRefreshToken(refresh), new RefreshCall(), nowMs);
    }
  }

  private void open(long nowMs) {
    phase = Phase.OPENING;
    deadlineMs = nowMs + options.connectTimeoutMs() + OPEN_GRACE_MS;
    effects.connect(connection);
  }

  void tokenFailed(long connection, FerryException reason, long nowMs) {
    if (connection != this.connection) {
      return;
    }
    if (phase == Phase.TOKEN) {
      lost(reason, 0, nowMs);
    } else if (phase == Phase.ONLINE && renewal.takes()) {
      renewal.failed(nowMs);
    }
  }

  void opened(long connection, long nowMs) {
    if (connection != this.connection || phase != Phase.OPENING) {
      return;
    }
    phase = Phase.LOGGING_IN;
    deadlineMs = nowMs + LOGIN_TIMEOUT_MS;
    lastHeardMs = nowMs;
    Login.Builder login = form.login(connection, host.headsSince());
    resuming = resumption.ready();
    if (resuming) {
      login.setResume(resumption.use(options.user(), host.groupDigest()));
    } else {
      login.setToken(token);
    }
    token = "";
    LoginCall call = new LoginCall();
    loginRequestId = calls.call(ClientFrame.newBuilder().setLogin(login), call, nowMs);
  }

  private final class LoginCall implements Calls.Caller {
    @Override
    public void answered(ServerFrame answer, long nowMs) throws MalformedFrameException {
      if (answer.getBodyCase() != ServerFrame.BodyCase.LOGGED_IN) {
        throw new MalformedFrameException("answer to a login: " + answer.getBodyCase());
      }
      loggedIn(answer.getLoggedIn(), nowMs);
    }

    @Override
    public void refused(Error error, long nowMs) {
      Connector.this.refused(error, nowMs);
    }

    @Override
    public void lost(long nowMs) {}
  }

  private final class RefreshCall implements Calls.Caller {
    @Override
    public void answered(ServerFrame answer, long nowMs) {
      renewal.begin(answer.getTokenRefreshed().getExpiresInMs(), nowMs);
    }

    @Override
    public void refused(Error error, long nowMs) {
      renewal.failed(nowMs);
    }

    @Override
    public void lost(long nowMs) {}
  }

  private void loggedIn(LoggedIn answer, long nowMs) throws MalformedFrameException {
    if (!answer.getUser().equals(options.user())) {
      terminate(
          new FerryException(
              FerryException.Kind.TERMINATED,
              "USER_MISMATCH",
              "logged in as " + answer.getUser() + " (expected: " + options.user() + ")",
              answer.getUser(),
              null),
          nowMs);
      return;
    }
    if (answer.getVersion() != LoginForm.VERSION) {
      throw new MalformedFrameException("version " + answer.getVersion());
    }
    long asked = Integer.toUnsignedLong(answer.getHeartbeatMs());
    heartbeatMs = asked == 0 ? HEARTBEAT_DEFAULT_MS : Math.max(HEARTBEAT_MIN_MS, asked);
    failures = 0;
    tokensRefused = 0;
    phase = Phase.ONLINE;
    resuming = false;
    resumption.begin(answer.getResumeToken());
    renewal.begin(answer.getExpiresInMs(), nowMs);
    tell(ClientState.ONLINE);
    host.online(answer, loginRequestId, nowMs);
  }

  void heard(long nowMs) {
    lastHeardMs = nowMs;
  }

  void tick(long nowMs) {
    if (nowMs < nextMs()) {
      return;
    }
    switch (phase) {
      case WAITING:
        connection++;
        tell(ClientState.CONNECTING);
        if (resumption.tryNext()) {
          open(nowMs);
        } else {
          phase = Phase.TOKEN;
          effects.askToken(connection);
        }
        break;
      case OPENING:
        lost(unreachable("no connection in time"), 0, nowMs);
        break;
      case LOGGING_IN:
        lost(unreachable("no answer to the login in time"), 0, nowMs);
        break;
      case ONLINE:
        keepAlive(nowMs);
        break;
      default:
        break;
    }
  }

  private void keepAlive(long nowMs) {
    if (nowMs >= silenceEndMs()) {
      lost(unreachable("the server is silent"), 0, nowMs);
    } else if (nowMs >= callsEndMs()) {
      lost(unreachable("a call was not answered"), 0, nowMs);
    } else if (nowMs >= renewal.dueAtMs()) {
      renewal.ask();
      effects.askToken(connection);
    } else {
      calls.call(ClientFrame.newBuilder().setPing(Ping.getDefaultInstance()), new Pinged(), nowMs);
    }
  }

  /** A ping's answer matters only as a sign of life. */
  private static final class Pinged implements Calls.Caller {
    @Override
    public void answered(ServerFrame answer, long nowMs) {}

    @Override
    public void refused(Error error, long nowMs) {}

    @Override
    public void lost(long nowMs) {}
  }

  private long silenceEndMs() {
    return lastHeardMs + heartbeatMs * 5 / 2;
  }

  private long callsEndMs() {
    long oldest = calls.oldestSentAtMs();
    return oldest == Long.MAX_VALUE ? oldest : oldest + CALL_TIMEOUT_MS + heartbeatMs;
  }

  /** When {@link #tick} has something to do, in milliseconds. */
  long nextMs() {
    switch (phase) {
      case WAITING:
      case OPENING:
      case LOGGING_IN:
        return deadlineMs;
      case ONLINE:
        long pingMs = calls.lastSentAtMs() + heartbeatMs;
        long soonestMs = Math.min(pingMs, renewal.dueAtMs());
        return Math.min(soonestMs, Math.min(silenceEndMs(), callsEndMs()));
      default:
        return Long.MAX_VALUE;
    }
  }

  /** An error that concerns the connection, not one call; the server closes after it. */
  void refused(Error error, long nowMs) {
    FerryException reason = Wire.exception(error);
    if (resuming && error.getDuty() != Duty.GIVE_UP) {
      if (error.getDuty() == Duty.RETRY) {
        resumption.keep();
      }
      // What else that is refused for may not hold for a full login, which follows.
      lost(reason, Wire.retryAfterMs(error), nowMs);
      return;
    }
    switch (error.getDuty()) {
      case GIVE_UP:
        terminate(reason, nowMs);
        break;
      case LOG_IN_AGAIN:
        resumption.forget();
        if (++tokensRefused >= 2) {
          terminate(reason, nowMs);
        } else {
          lost(reason, Wire.retryAfterMs(error), nowMs);
        }
        break;
      case FIX:
        if (phase == Phase.ONLINE) {
          lost(reason, Wire.retryAfterMs(error), nowMs);
        } else {
          terminate(reason, nowMs);
        }
        break;
      default:
        lost(reason, Wire.retryAfterMs(error), nowMs);
        break;
    }
  }

  /** The connection, or the try to make one, failed: another follows. */
  void lost(FerryException reason, long hintMs, long nowMs) {
    if (phase == Phase.CLOSED || phase == Phase.WAITING) {
      return;
    }
    leave(nowMs);
    phase = Phase.WAITING;
    deadlineMs = nowMs + hintMs + backoff.delayMs(failures++);
    effects.disconnected(reason, false);
    tell(ClientState.DISCONNECTED);
  }

  void terminate(FerryException reason, long nowMs) {
    if (phase == Phase.CLOSED) {
      return;
    }
    leave(nowMs);
    phase = Phase.CLOSED;
    end = reason;
    host.ended(reason, nowMs);
    if (reason.kind() != FerryException.Kind.CLOSED) {
      effects.disconnected(reason, true);
    }
    tell(ClientState.CLOSED);
  }

  private void leave(long nowMs) {
    if (hasTransport()) {
      effects.disconnect(connection);
    }
    token = "";
    resuming = false;
    renewal.stop();
    calls.loseAll(nowMs);
  }

  private void tell(ClientState state) {
    if (told != state) {
      told = state;
      effects.state(state);
    }
  }

  static FerryException unreachable(String why) {
    return unreachable(why, null);
  }

  static FerryException unreachable(String why, @Nullable Throwable cause) {
    FerryException.Kind kind = FerryException.Kind.UNREACHABLE;
    return new FerryException(kind, kind.name(), why, "", cause);
  }
}
