package dev.ferry.client.driver;

import dev.ferry.client.transport.Transport;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Heads;
import dev.ferry.protocol.v1.Limits;
import dev.ferry.protocol.v1.LoggedIn;
import dev.ferry.protocol.v1.ServerFrame;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A transport whose other end is the test. */
final class HandTransport implements Transport {
  private final LinkedBlockingQueue<ClientFrame> sent = new LinkedBlockingQueue<>();
  private volatile @Nullable Listener listener;
  volatile boolean closed;

  @Override
  public void open(Listener listener) {
    this.listener = listener;
    listener.opened();
  }

  @Override
  public void send(byte[] frame) {
    try {
      sent.add(ClientFrame.parseFrom(frame));
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  ClientFrame take() throws InterruptedException {
    return Objects.requireNonNull(sent.poll(10, TimeUnit.SECONDS), "no frame was sent");
  }

  void receive(ServerFrame.Builder frame) {
    Objects.requireNonNull(listener).frame(frame.build().toByteArray());
  }

  void logIn(String user) throws InterruptedException {
    logIn(user, Heads.newBuilder());
  }

  void logIn(String user, Heads.Builder heads) throws InterruptedException {
    LoggedIn.Builder answer =
        LoggedIn.newBuilder()
            .setVersion(1)
            .setUser(user)
            .setHeartbeatMs(60_000)
            .setHeads(heads)
            .setLimits(Limits.newBuilder().setCallsMax(64).setUnackedMax(64));
    receive(ServerFrame.newBuilder().setRequestId(take().getRequestId()).setLoggedIn(answer));
  }
}
