package dev.ferry.server.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.LoggedIn;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.Ping;
import dev.ferry.protocol.v1.Pong;
import dev.ferry.protocol.v1.ServerFrame;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RawClientIT {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofMillis(200);

  @Nested
  class OverTcp {
    private ServerSocket listener;
    private RawClient client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
      listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      client = RawClient.tcp(URI.create("tcp://127.0.0.1:" + listener.getLocalPort()));
      server = listener.accept();
    }

    @AfterEach
    void close() throws IOException {
      client.close();
      server.close();
      listener.close();
    }

    @Test
    void framesAreDelimitedBothWays() throws IOException {
      client.send(ping(7));
      assertEquals(ping(7), ClientFrame.parseDelimitedFrom(server.getInputStream()));
      pong(7).writeDelimitedTo(server.getOutputStream());
      assertEquals(pong(7), client.next());
    }

    @Test
    void rawBytesAreSentAsTheyAre() throws IOException {
      byte[] junk = {(byte) 0xff, 0, 1};
      client.sendBytes(junk);
      assertArrayEquals(junk, server.getInputStream().readNBytes(3));
    }

    @Test
    void aCallTakesItsAnswerAndLeavesTheRest() throws IOException {
      push(1).writeDelimitedTo(server.getOutputStream());
      pong(1).writeDelimitedTo(server.getOutputStream());
      assertTrue(
          client.call(ClientFrame.newBuilder().setPing(Ping.getDefaultInstance())).hasPong());
      assertTrue(client.next().hasMessagePush());
    }

    @Test
    void loginTellsTheServersWordOrFails() throws IOException {
      ServerFrame.newBuilder()
          .setRequestId(1)
          .setLoggedIn(LoggedIn.newBuilder().setUser("alice"))
          .build()
          .writeDelimitedTo(server.getOutputStream());
      assertEquals("alice", client.login("a token", "phone").getUser());
      ClientFrame login = ClientFrame.parseDelimitedFrom(server.getInputStream());
      assertEquals("a token", login.getLogin().getToken());
      pong(2).writeDelimitedTo(server.getOutputStream());
      assertThrows(AssertionError.class, () -> client.login("a token", "phone"));
    }

    @Test
    void silenceIsNoFrame() {
      assertThrows(AssertionError.class, () -> client.next(SILENCE));
      assertThrows(AssertionError.class, () -> client.awaitClosed(SILENCE));
    }

    @Test
    void theEndIsSeenAndEarlierFramesStay() throws IOException {
      pong(7).writeDelimitedTo(server.getOutputStream());
      server.close();
      assertTrue(client.awaitClosed(SOON).clean());
      assertEquals(pong(7), client.next());
      assertThrows(AssertionError.class, () -> client.next(SOON));
    }

    @Test
    void aResetIsNotClean() throws IOException {
      server.setSoLinger(true, 0);
      server.close();
      assertFalse(client.awaitClosed(SOON).clean());
    }

    @Test
    void aPausedClientLetsTheServerFillItsBuffers() throws Exception {
      client.pauseReading();
      ServerFrame push = push(60_000);
      Thread writer =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 1_000; i++) {
                    push.writeDelimitedTo(server.getOutputStream());
                  }
                } catch (IOException e) {
                  // The test is over.
                }
              });
      writer.setDaemon(true);
      writer.start();
      writer.join(500);
      assertTrue(writer.isAlive(), "60 MB were taken by a client that does not read");
      client.resumeReading();
      for (int i = 0; i < 1_000; i++) {
        client.next();
      }
    }
  }

  @Nested
  class OverWebSocket {
    private final EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private Channel listener;

    @BeforeEach
    void start() {
      listener =
          new ServerBootstrap()
              .group(group)
              .channel(NioServerSocketChannel.class)
              .childHandler(new EchoInitializer())
              .bind(InetAddress.getLoopbackAddress(), 0)
              .syncUninterruptibly()
              .channel();
    }

    @AfterEach
    void stop() {
      listener.close().syncUninterruptibly();
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void aFrameIsOneBinaryMessageEachWay() {
      try (RawClient client = RawClient.webSocket(uri())) {
        client.sendBytes(push(60_000).toByteArray());
        assertEquals(push(60_000), client.next());
        client.sendBytes(pong(3).toByteArray());
        assertEquals(pong(3), client.next());
      }
    }

    @Test
    void theCloseCodeIsSeen() {
      try (RawClient client = RawClient.webSocket(uri())) {
        client.sendText("not binary");
        RawClient.Closed closed = client.awaitClosed(SOON);
        assertTrue(closed.clean());
        assertEquals(1003, closed.code());
      }
    }

    private URI uri() {
      int port = ((InetSocketAddress) listener.localAddress()).getPort();
      return URI.create("ws://127.0.0.1:" + port + "/ws");
    }
  }

  @Test
  void theOriginHeaderIsSent() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      StringBuilder request = new StringBuilder();
      Thread server = new Thread(() -> refuseAfterReading(listener, request));
      server.start();
      URI uri = URI.create("ws://127.0.0.1:" + listener.getLocalPort() + "/ws");
      RawClient.UpgradeRefusedException refused =
          assertThrows(
              RawClient.UpgradeRefusedException.class,
              () -> RawClient.webSocket(uri, "https://evil.example"));
      assertEquals(403, refused.status());
      assertTrue(
          request.toString().contains("Origin: https://evil.example\r\n"), request::toString);
    }
  }

  private static void refuseAfterReading(ServerSocket listener, StringBuilder request) {
    try (Socket socket = listener.accept()) {
      InputStream in = socket.getInputStream();
      while (request.indexOf("\r\n\r\n") < 0) {
        request.append((char) in.read());
      }
      socket
          .getOutputStream()
          .write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n".getBytes("US-ASCII"));
    } catch (IOException e) {
      request.append(e);
    }
  }

  /** Echoes binary messages; a text message is answered with close code 1003; /ws only. */
  private static final class EchoInitializer extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      ChannelPipeline pipeline = channel.pipeline();
      pipeline.addLast(new HttpServerCodec(), new HttpObjectAggregator(1024));
      pipeline.addLast(new WebSocketServerProtocolHandler("/ws", null, false, 1 << 20));
      pipeline.addLast(
          new SimpleChannelInboundHandler<WebSocketFrame>() {
            @Override
            protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
              if (frame instanceof BinaryWebSocketFrame) {
                ByteBuf bytes = Unpooled.copiedBuffer(frame.content());
                context.writeAndFlush(new BinaryWebSocketFrame(bytes));
              } else {
                context.writeAndFlush(new CloseWebSocketFrame(1003, "binary only"));
              }
            }
          });
    }
  }

  private static ClientFrame ping(long requestId) {
    return ClientFrame.newBuilder()
        .setRequestId(requestId)
        .setPing(Ping.getDefaultInstance())
        .build();
  }

  private static ServerFrame pong(long requestId) {
    return ServerFrame.newBuilder()
        .setRequestId(requestId)
        .setPong(Pong.getDefaultInstance())
        .build();
  }

  private static ServerFrame push(int bytes) {
    return ServerFrame.newBuilder()
        .setMessagePush(Message.newBuilder().setSender("x".repeat(bytes)))
        .build();
  }
}
