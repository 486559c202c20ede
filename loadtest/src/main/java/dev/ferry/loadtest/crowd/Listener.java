package dev.ferry.loadtest.crowd;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.LoggedIn;
import dev.ferry.protocol.v1.Login;
import dev.ferry.protocol.v1.Ping;
import dev.ferry.protocol.v1.ServerFrame;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A session that logs in, keeps its connection alive, and throws away what it hears: load for a
 * server at a fraction of what a phone costs. Messages pushed to it are counted, and nobody checks
 * them. Everything is on its loop.
 */
final class Listener implements Dialer.Line {
  private static final int VERSION = 1;

  /** An event has no request id, so a push begins with its body. */
  private static final byte PUSH =
      (byte) (ServerFrame.MESSAGE_PUSH_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);

  private final EventLoop loop;
  private final PhoneOptions options;
  private final LongAdder pushed;
  private final CompletableFuture<Void> online = new CompletableFuture<>();
  private final CompletableFuture<String> ended = new CompletableFuture<>();

  /** Loop only; set when it dials. */
  private @Nullable Channel channel;

  /** Loop only; set when it is online. */
  private @Nullable ScheduledFuture<?> heartbeat;

  /**
   * @param pushed counts messages, for any number of listeners
   */
  Listener(EventLoop loop, PhoneOptions options, LongAdder pushed) {
    this.loop = loop;
    this.options = options;
    this.pushed = pushed;
  }

  /** Complete once it is logged in, or with why it cannot be. */
  CompletableFuture<Void> online() {
    return online;
  }

  /** Complete with the reason once its connection ended. */
  CompletableFuture<String> ended() {
    return ended;
  }

  void dial(Dialer dialer) {
    loop.execute(() -> channel = dialer.dial(loop, options.servers().get(0), this));
  }

  @Override
  public void opened() {
    Login.Builder login =
        Login.newBuilder()
            .setVersionMin(VERSION)
            .setVersionMax(VERSION)
            .setToken(options.token().get())
            .setDevice(options.device())
            .setClient("listener");
    transmit(ClientFrame.newBuilder().setLogin(login));
  }

  @Override
  public void received(byte[] frame) {
    if (online.isDone()) {
      if (frame.length > 0 && frame[0] == PUSH) {
        pushed.increment();
      }
      return;
    }
    try {
      ServerFrame answer = ServerFrame.parseFrom(frame);
      if (!answer.hasLoggedIn()) {
        online.completeExceptionally(
            new IllegalStateException(options.user() + " was refused: " + answer));
        return;
      }
      beginHeartbeat(answer.getLoggedIn());
      online.complete(null);
    } catch (InvalidProtocolBufferException e) {
      online.completeExceptionally(e);
    }
  }

  private void beginHeartbeat(LoggedIn loggedIn) {
    int every = loggedIn.getHeartbeatMs();
    heartbeat =
        loop.scheduleWithFixedDelay(
            () -> transmit(ClientFrame.newBuilder().setPing(Ping.getDefaultInstance())),
            every,
            every,
            TimeUnit.MILLISECONDS);
  }

  private void transmit(ClientFrame.Builder frame) {
    Channel to = channel;
    if (to != null) {
      byte[] bytes = frame.setRequestId(1).build().toByteArray();
      to.writeAndFlush(to.alloc().buffer(bytes.length).writeBytes(bytes), to.voidPromise());
    }
  }

  @Override
  public void closed(String reason, @Nullable Throwable cause) {
    if (heartbeat != null) {
      heartbeat.cancel(false);
    }
    String why = options.user() + ": " + reason;
    online.completeExceptionally(new IllegalStateException(why, cause));
    ended.complete(why);
  }
}
