package dev.ferry.server.net;

import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One periodic task a loop looks after the deadlines of all its connections, instead of a timer for
 * each. The map is fixed; each set belongs to its loop.
 */
public final class Sweeps {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeps.class);
  private static final long INTERVAL_MS = 500;

  private final Map<EventExecutor, Set<LongConsumer>> byLoop = new HashMap<>();

  public Sweeps(EventLoops loops) {
    for (EventExecutor loop : loops.group()) {
      Set<LongConsumer> swept = new HashSet<>();
      byLoop.put(loop, swept);
      loop.scheduleWithFixedDelay(
          () -> sweep(swept), INTERVAL_MS, INTERVAL_MS, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Calls {@code deadline} with {@code System.nanoTime} about twice a second until the channel
   * closes. On the channel's loop.
   */
  public void add(Channel channel, LongConsumer deadline) {
    Set<LongConsumer> swept = byLoop.get(channel.eventLoop());
    if (swept == null) {
      throw new IllegalArgumentException("a channel of another group");
    }
    swept.add(deadline);
    channel.closeFuture().addListener(closed -> swept.remove(deadline));
  }

  private static void sweep(Set<LongConsumer> swept) {
    long now = System.nanoTime();
    // A copy: a deadline may close its channel, which takes it out.
    for (LongConsumer deadline : Set.copyOf(swept)) {
      try {
        deadline.accept(now);
      } catch (RuntimeException e) {
        // The loop would drop the whole task, and with it every other connection's deadline.
        LOG.error("a connection's deadline failed", e);
      }
    }
  }
}
