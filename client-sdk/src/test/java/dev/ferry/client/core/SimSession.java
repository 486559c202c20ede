package dev.ferry.client.core;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.CompareHeads;
import dev.ferry.protocol.v1.ServerFrame;

/**
 * One connection of the simulation. Frames go in order, except that pushes can be late, lost or
 * repeated. After a cut, frames on their way to the server may still arrive for a while.
 */
final class SimSession {
  final SimDevice device;
  final long connection;
  private final SimWorld world;
  private boolean heardByServer = true;
  private boolean heardByClient = true;
  private boolean loggedIn;
  private long lastUpAt;
  private long lastDownAt;

  SimSession(SimWorld world, SimDevice device, long connection) {
    this.world = world;
    this.device = device;
    this.connection = connection;
  }

  boolean live() {
    return loggedIn && heardByServer;
  }

  void loggedIn() {
    loggedIn = true;
  }

  void toServer(byte[] frame) {
    lastUpAt = Math.max(lastUpAt, world.now + world.delay());
    world.at(
        lastUpAt,
        () -> {
          if (heardByServer) {
            world.server.handle(this, parse(frame));
          }
        });
  }

  private static ClientFrame parse(byte[] frame) {
    try {
      return ClientFrame.parseFrom(frame);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** In order with all others of its kind. */
  void toClient(ServerFrame.Builder frame) {
    lastDownAt = Math.max(lastDownAt, world.now + world.delay());
    deliver(lastDownAt, frame.build().toByteArray());
  }

  /** An event: it may be lost, late or repeated. */
  void push(ServerFrame.Builder event) {
    byte[] frame = event.build().toByteArray();
    if (world.chaos(0.15)) {
      compareHeadsSoon();
      return;
    }
    int copies = world.chaos(0.1) ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      deliver(world.now + world.delay() + (world.chaos(0.2) ? 300 : 0), frame);
    }
  }

  void compareHeadsSoon() {
    world.in(
        50L * world.delay(),
        () ->
            toClient(ServerFrame.newBuilder().setCompareHeads(CompareHeads.getDefaultInstance())));
  }

  private void deliver(long atMs, byte[] frame) {
    world.at(
        atMs,
        () -> {
          if (heardByClient) {
            device.frame(this, frame);
          }
        });
  }

  void cutByClient() {
    heardByClient = false;
    endAtServer();
  }

  /** The network or the server ends the connection; the client learns of it a little later. */
  void cut() {
    lastDownAt = Math.max(lastDownAt, world.now + world.delay());
    world.at(lastDownAt, () -> device.closed(this));
    endAtServer();
  }

  private void endAtServer() {
    if (world.chaos(0.5)) {
      world.in(4L * world.delay(), () -> heardByServer = false);
    } else {
      heardByServer = false;
    }
  }

  /** The same device has logged in again: nothing more of this session counts. */
  void replaced() {
    heardByServer = false;
  }
}
