package dev.ferry.client.core;

import dev.ferry.bench.Samples;
import dev.ferry.client.ClientState;
import dev.ferry.client.FerryException;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.store.InMemoryStore;
import dev.ferry.client.store.OutgoingMessage;
import dev.ferry.client.store.Position;
import dev.ferry.protocol.v1.Limits;
import dev.ferry.protocol.v1.LoggedIn;
import dev.ferry.protocol.v1.ServerFrame;
import java.util.Random;
import java.util.UUID;

/** A core that is logged in, and an app that only counts. Belongs to one thread. */
final class OnlineCore implements Effects {
  private static final CoreOptions OPTIONS =
      new CoreOptions("bob-0815", "tablet", "bench", 1_000, 0, 10_000);

  /** The first call of a connection is its login. */
  private static final byte[] LOGGED_IN =
      ServerFrame.newBuilder()
          .setRequestId(1)
          .setLoggedIn(
              LoggedIn.newBuilder()
                  .setVersion(1)
                  .setUser("bob-0815")
                  .setHeartbeatMs(60_000)
                  .setLimits(
                      Limits.newBuilder()
                          .setCallsMax(64)
                          .setUnackedMax(64)
                          .setContentBytesMax(64 << 10)
                          .setPageMax(200)))
          .build()
          .toByteArray();

  private final ClientCore core = new ClientCore(OPTIONS, kept(), new Random(1), this);

  private long connection;
  private long nowMs = 1;
  private int messages;
  private int calls;

  private static Kept kept() {
    InMemoryStore store = new InMemoryStore();
    store.savePosition(Samples.DIRECT.value(), new Position(Samples.EPOCH, 0));
    return Kept.in(store);
  }

  OnlineCore() {
    core.start(nowMs);
    core.token(connection, "token", nowMs);
    core.opened(connection, nowMs);
    received(LOGGED_IN);
    if (core.state() != ClientState.ONLINE) {
      throw new IllegalStateException("state: " + core.state());
    }
  }

  void received(byte[] frame) {
    core.received(connection, frame, nowMs);
  }

  void pass(long milliseconds) {
    nowMs += milliseconds;
    core.tick(nowMs);
  }

  /** What the app was given so far. */
  int messages() {
    return messages;
  }

  /** What was asked of the server so far; the login is the first. */
  int calls() {
    return calls;
  }

  @Override
  public void askToken(long asked) {
    connection = asked;
  }

  @Override
  public void connect(long asked) {}

  @Override
  public void transmit(byte[] frame) {
    calls++;
  }

  @Override
  public void disconnect(long ended) {}

  @Override
  public void keep(OutgoingMessage message) {}

  @Override
  public void forget(OutgoingMessage message) {}

  @Override
  public void state(ClientState state) {}

  @Override
  public void disconnected(FerryException reason, boolean terminal) {
    throw new IllegalStateException(reason);
  }

  @Override
  public void sent(SendReceipt receipt) {}

  @Override
  public void sendFailed(UUID id, FerryException reason) {}

  @Override
  public void message(ReceivedMessage message) {
    messages++;
  }

  @Override
  public void position(String conversation, Position position) {}

  @Override
  public void reset(String conversation, long oldEpoch, long newEpoch) {}

  @Override
  public void headsVersion(long version) {}
}
