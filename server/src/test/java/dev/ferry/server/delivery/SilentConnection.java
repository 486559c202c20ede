package dev.ferry.server.delivery;

import dev.ferry.server.session.Burst;
import dev.ferry.server.session.Connection;
import dev.ferry.server.session.Loop;

/** Takes everything and says nothing; as small as one can be. */
class SilentConnection implements Connection {
  private final Loop loop;

  SilentConnection(Loop loop) {
    this.loop = loop;
  }

  @Override
  public final Loop loop() {
    return loop;
  }

  @Override
  public void send(byte[] frame) {}

  @Override
  public void send(Burst burst) {}

  @Override
  public final void closeWith(byte[] lastFrame) {}

  @Override
  public final boolean congested() {
    return false;
  }

  @Override
  public final void reading(boolean on) {}

  @Override
  public final void loggedIn() {}

  @Override
  public final String remote() {
    return "silent";
  }
}
