package dev.ferry.server.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections this node takes, over all its listeners. Thread-safe. */
public final class Admission {
  private final int max;
  private final AtomicInteger open = new AtomicInteger();
  private final ChannelFutureListener leave = closed -> open.decrementAndGet();

  public Admission(int max) {
    this.max = max;
  }

  /** Counts a connection until it closes, or closes it at once when there are enough. */
  boolean admit(Channel channel) {
    if (open.incrementAndGet() > max) {
      open.decrementAndGet();
      channel.close();
      return false;
    }
    channel.closeFuture().addListener(leave);
    return true;
  }
}
