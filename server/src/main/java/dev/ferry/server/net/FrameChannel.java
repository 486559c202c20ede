package dev.ferry.server.net;

import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.request.ClientPeer;
import dev.ferry.server.request.Peers;
import dev.ferry.server.session.Burst;
import dev.ferry.server.session.Connection;
import dev.ferry.server.session.Loop;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last handler of a pipeline, and the {@link Connection} that the rooms behind see. What
 * differs between TCP and WebSocket is how a frame is wrapped and how its limit is raised. Belongs
 * to its channel's event loop: every field is used there only.
 */
abstract class FrameChannel extends ChannelInboundHandlerAdapter implements Connection {
  private static final Logger LOG = LoggerFactory.getLogger(FrameChannel.class);

  /**
   * How long a refused client's remaining bytes are thrown away, so that a reset does not overtake
   * the reason.
   */
  private static final long LINGER_MS = 500;

  private final Peers peers;
  private final EventLoops loops;
  private final Sweeps sweeps;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Loop loop;
  private @Nullable ClientPeer peer;
  private boolean closing;
  private boolean flushDue;

  FrameChannel(Peers peers, EventLoops loops, Sweeps sweeps) {
    this.peers = peers;
    this.loops = loops;
    this.sweeps = sweeps;
  }

  /**
   * Wraps a server frame for this transport; the array is shared, so its bytes are copied or
   * referred to, never changed.
   */
  abstract Object wrap(ChannelHandlerContext to, byte[] frame);

  /** How frames are written where several go into one buffer. */
  abstract Burst.Framing framing();

  /** The message that ends this transport's stream in an orderly way, or null. */
  abstract @Nullable Object farewell();

  /** Accepts frames up to the limit after login from here on. */
  abstract void raiseLimit(ChannelHandlerContext of);

  /** Takes the decoders out: nothing that still comes is to be collected. */
  abstract void stopDecoding(ChannelHandlerContext of);

  /** Frames may come from here on. */
  final void begin(ChannelHandlerContext opened) {
    context = opened;
    loop = loops.loop(opened.channel().eventLoop());
    ClientPeer accepted = peers.accept(this);
    peer = accepted;
    sweeps.add(opened.channel(), accepted::sweep);
  }

  final void frame(ByteBuf bytes) {
    if (peer != null && !closing) {
      peer.frame(bytes.nioBuffer());
    }
  }

  final void refuse(RefusedException refusal) {
    if (peer != null && !closing) {
      peer.refuse(refusal);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) {
    ReferenceCountUtil.release(message);
    refuse(new RefusedException(Reason.MALFORMED_FRAME, "frame: not a binary one"));
  }

  @Override
  public void channelInactive(ChannelHandlerContext of) {
    // Who still wants to send or close finds no handlers any more.
    closing = true;
    if (peer != null) {
      peer.disconnected();
    }
    of.fireChannelInactive();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext of) {
    if (peer != null && !closing) {
      peer.writabilityChanged();
    }
    of.fireChannelWritabilityChanged();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext of, Throwable cause) {
    RefusedException refusal = Refusals.of(cause);
    if (refusal != null && peer != null) {
      refuse(refusal);
      return;
    }
    String tlsFault = Tls.fault(cause);
    if (tlsFault != null) {
      LOG.atInfo()
          .addKeyValue("remote", of.channel().remoteAddress())
          .addKeyValue("cause", tlsFault)
          .log("no TLS");
    } else if (!(cause instanceof IOException)) {
      LOG.atWarn().addKeyValue("remote", remote()).setCause(cause).log("connection failed");
    }
    of.close();
  }

  @Override
  public final Loop loop() {
    if (loop == null) {
      throw new IllegalStateException("connection used before it was opened");
    }
    return loop;
  }

  @Override
  public final void send(byte[] frame) {
    if (closing) {
      return;
    }
    ChannelHandlerContext to = open();
    to.write(wrap(to, frame), to.voidPromise());
    if (!flushDue) {
      // Runs after what this turn has queued: one flush for all of it.
      flushDue = true;
      to.executor().execute(this::flush);
    }
  }

  @Override
  public final void send(Burst burst) {
    if (closing) {
      return;
    }
    ChannelHandlerContext to = open();
    Joined joined = (Joined) burst.form(framing(), () -> Joined.of(to.alloc(), framing(), burst));
    to.writeAndFlush(joined.share(), to.voidPromise());
  }

  @Override
  public final void closeWith(byte[] lastFrame) {
    if (closing) {
      return;
    }
    send(lastFrame);
    closing = true;
    ChannelHandlerContext of = open();
    Object farewell = farewell();
    if (farewell != null) {
      of.write(farewell, of.voidPromise());
    }
    of.flush();
    stopDecoding(of);
    if (peer != null) {
      peer.disconnected();
    }
    of.channel().config().setAutoRead(true);
    of.executor().schedule(() -> of.close(), LINGER_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public final boolean congested() {
    return !open().channel().isWritable();
  }

  @Override
  public final void reading(boolean on) {
    open().channel().config().setAutoRead(on);
  }

  @Override
  public final void loggedIn() {
    if (!closing) {
      raiseLimit(open());
    }
  }

  @Override
  public final String remote() {
    return context == null ? "unknown" : String.valueOf(context.channel().remoteAddress());
  }

  final boolean closing() {
    return closing;
  }

  private void flush() {
    flushDue = false;
    open().flush();
  }

  private ChannelHandlerContext open() {
    if (context == null) {
      throw new IllegalStateException("connection used before it was opened");
    }
    return context;
  }
}
