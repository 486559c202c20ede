package dev.ferry.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferry.server.net.Pipelines;
import dev.ferry.server.net.Tls;
import dev.ferry.server.ops.Health;
import dev.ferry.server.ops.Health.Report;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers an HTTP connection's only request, or lets it pass on to become a WebSocket. A browser's
 * request carries its page's Origin and passes only if that is listed; other clients send none.
 * Stateless.
 */
final class FrontDoor extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

  /** The only standard one; Netty would speak the drafts before it too, with other frames. */
  private static final String VERSION = "13";

  private final Health health;
  private final List<String> origins;

  FrontDoor(Health health, List<String> origins) {
    this.health = health;
    this.origins = origins;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext from, FullHttpRequest request) {
    if (!request.decoderResult().isSuccess()) {
      answer(from, HttpResponseStatus.BAD_REQUEST, "bad request");
    } else if (!request.method().equals(HttpMethod.GET)) {
      answer(from, HttpResponseStatus.METHOD_NOT_ALLOWED, "only GET");
    } else {
      get(from, request);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext of, Throwable cause) {
    String tlsFault = Tls.fault(cause);
    if (tlsFault != null || !(cause instanceof IOException)) {
      LOG.atInfo()
          .addKeyValue("remote", of.channel().remoteAddress())
          .addKeyValue("cause", tlsFault != null ? tlsFault : cause.toString())
          .log("http connection failed");
    }
    of.close();
  }

  private void get(ChannelHandlerContext from, FullHttpRequest request) {
    switch (request.uri()) {
      case "/livez" -> answer(from, HttpResponseStatus.OK, "alive");
      case "/readyz" -> {
        Report report = health.readiness();
        answer(
            from,
            report.ok() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
            report.text());
      }
      case Pipelines.WEB_SOCKET_PATH -> openWebSocket(from, request);
      default -> answer(from, HttpResponseStatus.NOT_FOUND, "not found");
    }
  }

  private void openWebSocket(ChannelHandlerContext from, FullHttpRequest request) {
    if (!origins.containsAll(request.headers().getAll(HttpHeaderNames.ORIGIN))) {
      answer(from, HttpResponseStatus.FORBIDDEN, "origin not allowed");
    } else if (!VERSION.equals(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
      answer(from, HttpResponseStatus.UPGRADE_REQUIRED, "WebSocket version 13 only");
    } else {
      from.fireChannelRead(request.retain());
      from.pipeline().remove(this);
    }
  }

  private static void answer(ChannelHandlerContext to, HttpResponseStatus status, String text) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(text + "\n", UTF_8));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
        .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
      response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION);
    }
    to.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }
}
