package dev.ferry.server.net;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

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

  /** Makes the connection secure from its first byte on. */
  void secure(Channel channel) {
    channel.pipeline().addLast(context.newHandler(channel.alloc()));
  }
}
