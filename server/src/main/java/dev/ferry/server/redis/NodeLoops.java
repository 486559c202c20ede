package dev.ferry.server.redis;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Gives Lettuce this node's event loops instead of threads of its own (ADR 10). They end with the
 * node, not with the client.
 */
final class NodeLoops implements EventLoopGroupProvider {
  private final EventLoopGroup group;

  private NodeLoops(EventLoopGroup group) {
    this.group = group;
  }

  /**
   * Resources that share everything with the given ones but the loops.
   *
   * @param group a single loop, too; of the transport that Lettuce finds best itself
   */
  static ClientResources on(EventLoopGroup group, ClientResources resources) {
    return resources.mutate().eventLoopGroupProvider(new NodeLoops(group)).build();
  }

  @Override
  @SuppressWarnings("unchecked") // asked for io_uring's, epoll's or NIO's group: all of one class
  public <T extends EventLoopGroup> T allocate(Class<T> type) {
    return (T) group;
  }

  @Override
  public int threadPoolSize() {
    return 1;
  }

  @Override
  public Future<Boolean> release(
      EventExecutorGroup released, long quietPeriod, long timeout, TimeUnit unit) {
    return GlobalEventExecutor.INSTANCE.newSucceededFuture(true);
  }

  @Override
  public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
    return GlobalEventExecutor.INSTANCE.newSucceededFuture(true);
  }
}
