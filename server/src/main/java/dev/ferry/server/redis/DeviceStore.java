package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.delivery.SessionTable;
import dev.ferry.server.device.DeviceSessions;
import dev.ferry.server.device.Devices;
import dev.ferry.server.device.SessionPolicy;
import dev.ferry.server.model.NodeId;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that is kept of devices and their sessions, and this node's own lease. */
public final class DeviceStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceStore.class);

  /** Devices of a user, at least; twice as many at most. */
  static final byte[] REMEMBERED = bytes(Devices.LIST_MAX / 2);

  static final byte[] KEPT_SECONDS = bytes(400L * 24 * 60 * 60);

  private static final Duration END_PATIENCE = Duration.ofSeconds(1);

  private static final Duration CLOSE_AGAIN = Duration.ofSeconds(1);

  private final NodeLeases leases;
  private final Closings closings;
  private final RedisDeviceSessions sessions;
  private final Devices devices;

  /**
   * How sessions are kept.
   *
   * @param resumeFor how long a resume token outlives its session
   * @param groupsMax how many groups a user's index can have
   */
  public record Settings(SessionPolicy policy, Duration resumeFor, int groupsMax) {}

  public DeviceStore(RedisLink link, NodeId node, Settings settings) {
    NodeRun run = NodeRun.begin(node);
    this.leases = new NodeLeases(link, run);
    this.closings = new Closings(link);
    this.sessions =
        new RedisDeviceSessions(link, new OpenSessionScript(link, run, settings), closings, leases);
    this.devices = new RedisDevices(link, leases);
  }

  /**
   * Takes this node's lease, blocking, and renews it; tries again what Redis did not take.
   *
   * @param lapsed runs when others may have taken this node for dead; any thread
   * @throws RedisUnavailableException when Redis does not answer
   */
  public void start(ScheduledExecutorService timer, Runnable lapsed) {
    try {
      leases.start(timer, lapsed);
      timer.scheduleWithFixedDelay(
          Periodic.task(closings::again),
          CLOSE_AGAIN.toMillis(),
          CLOSE_AGAIN.toMillis(),
          TimeUnit.MILLISECONDS);
    } catch (CompletionException e) {
      throw new RedisUnavailableException(e);
    }
  }

  public DeviceSessions sessions() {
    return sessions;
  }

  public SessionTable table() {
    return sessions;
  }

  public Devices devices() {
    return devices;
  }

  /** Ends the lease; waits for a moment. */
  @Override
  public void close() {
    try {
      leases.end().toCompletableFuture().get(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("the lease was not ended; it will run out", e);
    }
  }
}
