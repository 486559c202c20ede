package dev.ferry.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
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
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  private static final Pattern REVOCATION = Pattern.compile("/users/([^/]+)/revoke");

  private static final Map<Reason, HttpResponseStatus> STATUSES =
      Map.of(
          Reason.UNAUTHENTICATED, HttpResponseStatus.UNAUTHORIZED,
          Reason.TOKEN_EXPIRED, HttpResponseStatus.UNAUTHORIZED,
          Reason.FORBIDDEN, HttpResponseStatus.FORBIDDEN,
          Reason.INVALID_ARGUMENT, HttpResponseStatus.BAD_REQUEST,
          Reason.UNAVAILABLE, HttpResponseStatus.SERVICE_UNAVAILABLE);

  private final Health health;
  private final OperatorDesk operators;
  private final List<String> origins;

  FrontDoor(Health health, OperatorDesk operators, List<String> origins) {
    this.health = health;
    this.operators = operators;
    this.origins = origins;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext from, FullHttpRequest request) {
    if (!request.decoderResult().isSuccess()) {
      answer(from, HttpResponseStatus.BAD_REQUEST, "bad request");
    } else if (request.method().equals(HttpMethod.GET)) {
      get(from, request);
    } else if (request.method().equals(HttpMethod.POST)) {
      post(from, request);
    } else {
      answer(from, HttpResponseStatus.METHOD_NOT_ALLOWED, "only GET and POST");
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

  private void post(ChannelHandlerContext from, FullHttpRequest request) {
    Matcher revocation = REVOCATION.matcher(path(request));
    if (!revocation.matches()) {
      answer(from, HttpResponseStatus.NOT_FOUND, "not found");
      return;
    }
    String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
    operators
        .revoke(authorization, revocation.group(1))
        .whenComplete(
            (sessions, failure) -> {
              if (failure == null) {
                answer(from, HttpResponseStatus.OK, "sessions ended: " + sessions);
              } else {
                refuse(from, RefusedException.causeOf(failure));
              }
            });
  }

  /** Decoded; empty when it is malformed. */
  private static String path(FullHttpRequest request) {
    try {
      return new QueryStringDecoder(request.uri()).path();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static void refuse(ChannelHandlerContext from, Throwable failure) {
    if (failure instanceof RefusedException refused && STATUSES.containsKey(refused.reason())) {
      answer(from, STATUSES.get(refused.reason()), String.valueOf(refused.getMessage()));
    } else {
      LOG.error("an operator's request failed", failure);
      answer(from, HttpResponseStatus.INTERNAL_SERVER_ERROR, "internal error");
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
