package dev.ferry.loadtest.crowd;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.MessageToMessageCodec;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.protobuf.ProtobufVarint32FrameDecoder;
import io.netty.handler.codec.protobuf.ProtobufVarint32LengthFieldPrepender;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections that carry frames: {@code tcp}, {@code tcps}, {@code ws} or {@code wss}. From
 * one source address to one server there are about 28,000 ports, so more phones need more
 * addresses. Any thread.
 */
final class Dialer {
  private static final int FRAME_BYTES_MAX = 1 << 20;
  private static final int HANDSHAKE_BYTES_MAX = 8 << 10;
  private static final int TLS_PORT = 443;
  private static final int PORT = 80;

  private final Bootstrap bootstrap;
  private final SslContext tls;

  /** Source addresses, used in turn; none leaves it to the kernel. */
  private final List<InetAddress> sources;

  private final AtomicInteger dialled = new AtomicInteger();

  Dialer(Bootstrap bootstrap, SslContext tls, List<InetAddress> sources) {
    this.bootstrap = bootstrap;
    this.tls = tls;
    this.sources = sources;
  }

  /** What happens to one connection; on its loop. */
  interface Line {
    void opened();

    void received(byte[] frame);

    void closed(String reason, @Nullable Throwable cause);
  }

  /** Begins to connect; {@link Line#closed} comes once, whatever happens. */
  Channel dial(EventLoop loop, URI server, Line line) {
    Bootstrap dialling =
        bootstrap
            .clone(loop)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel fresh) {
                    fill(fresh, server, line);
                  }
                });
    if (!sources.isEmpty()) {
      int next = Math.floorMod(dialled.getAndIncrement(), sources.size());
      dialling.localAddress(new InetSocketAddress(sources.get(next), 0));
    }
    ChannelFuture connecting = dialling.connect(server.getHost(), port(server));
    connecting.addListener(
        done -> {
          if (!done.isSuccess()) {
            line.closed("no connection", done.cause());
          }
        });
    return connecting.channel();
  }

  private static boolean secure(URI server) {
    return server.getScheme().endsWith("s") && !server.getScheme().equals("ws");
  }

  private static int port(URI server) {
    return server.getPort() > 0 ? server.getPort() : secure(server) ? TLS_PORT : PORT;
  }

  private void fill(Channel fresh, URI server, Line line) {
    ChannelPipeline pipeline = fresh.pipeline();
    boolean secure = secure(server);
    if (secure) {
      pipeline.addLast(tls.newHandler(fresh.alloc(), server.getHost(), port(server)));
    }
    if (server.getScheme().startsWith("ws")) {
      WebSocketClientProtocolConfig config =
          WebSocketClientProtocolConfig.newBuilder()
              .webSocketUri(server)
              .maxFramePayloadLength(FRAME_BYTES_MAX)
              // Only pages have one.
              .generateOriginHeader(false)
              .build();
      pipeline.addLast(
          new HttpClientCodec(),
          new HttpObjectAggregator(HANDSHAKE_BYTES_MAX),
          new WebSocketClientProtocolHandler(config),
          new Messages(),
          new End(line, ClientHandshakeStateEvent.HANDSHAKE_COMPLETE));
    } else {
      pipeline.addLast(
          new ProtobufVarint32FrameDecoder(FRAME_BYTES_MAX),
          new ProtobufVarint32LengthFieldPrepender(),
          new End(line, secure ? SslHandshakeCompletionEvent.SUCCESS : null));
    }
  }

  /** A binary message is a frame. */
  private static final class Messages extends MessageToMessageCodec<BinaryWebSocketFrame, ByteBuf> {
    @Override
    protected void encode(ChannelHandlerContext of, ByteBuf frame, List<Object> out) {
      out.add(new BinaryWebSocketFrame(frame.retain()));
    }

    @Override
    protected void decode(
        ChannelHandlerContext of, BinaryWebSocketFrame message, List<Object> out) {
      out.add(message.content().retain());
    }
  }

  /** Where the frames go. */
  private static final class End extends SimpleChannelInboundHandler<ByteBuf> {
    private final Line line;

    /** What tells that frames may flow; null when the connection itself does. */
    private final @Nullable Object ready;

    /** Loop only. */
    private boolean open;

    End(Line line, @Nullable Object ready) {
      this.line = line;
      this.ready = ready;
    }

    @Override
    public void channelActive(ChannelHandlerContext of) {
      if (ready == null) {
        open = true;
        line.opened();
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext of, Object event) {
      if (event.equals(ready)) {
        open = true;
        line.opened();
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext from, ByteBuf frame) {
      line.received(ByteBufUtil.getBytes(frame));
    }

    @Override
    public void channelInactive(ChannelHandlerContext of) {
      line.closed(open ? "connection ended" : "connection ended before it was open", null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext of, Throwable cause) {
      line.closed("connection failed", cause);
      of.close();
    }
  }
}
