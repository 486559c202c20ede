package dev.ferry.server.net;

import io.netty.channel.Channel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** TLS 1.2 and 1.3 in process, from PEM files. */
public final class Tls {
  private final SslContext context;

  private Tls(SslContext context) {
    this.context = context;
  }

  /**
   * @throws IllegalArgumentException when the files are not a certificate chain and its key
   */
  public static Tls from(Path certificates, Path key) {
    try {
      return new Tls(
          SslContextBuilder.forServer(certificates.toFile(), key.toFile())
              .protocols("TLSv1.3", "TLSv1.2")
              .build());
    } catch (SSLException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "tls: "
              + certificates
              + ", "
              + key
              + " (expected: a PEM certificate chain and its PKCS#8 key)",
          e);
    }
  }

  /**
   * What went wrong with a connection's TLS, or null when it is not that. Without what the peer
   * sent: plain text that came to a TLS port may hold a token.
   */
  public static @Nullable String fault(Throwable cause) {
    if (cause instanceof NotSslRecordException) {
      return "not TLS";
    }
    if (cause instanceof SSLException) {
      return String.valueOf(cause.getMessage());
    }
    return cause instanceof DecoderException && cause.getCause() != null
        ? fault(cause.getCause())
        : null;
  }

  /** Makes the connection secure from its first byte on. */
  void secure(Channel channel) {
    channel.pipeline().addLast(context.newHandler(channel.alloc()));
  }
}
