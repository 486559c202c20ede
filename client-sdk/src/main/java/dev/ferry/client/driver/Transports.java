package dev.ferry.client.driver;

import dev.ferry.client.ClientOptions;
import dev.ferry.client.transport.SocketTransport;
import dev.ferry.client.transport.Transport;
import dev.ferry.client.transport.WebSocketTransport;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.OkHttpClient;

/** Makes the transports of one client. */
interface Transports {
  /** A transport that is not open yet. */
  Transport next();

  /** Ends what the transports share. */
  default void shutDown() {}

  /** Those that the scheme of the server's address asks for. */
  static Transports of(ClientOptions options) {
    boolean tcp = options.server().getScheme().startsWith("tcp");
    return tcp ? sockets(options) : webSockets(options);
  }

  /** For {@code tcp} and {@code tcps}. */
  static Transports sockets(ClientOptions options) {
    SSLSocketFactory given = options.sslSocketFactory();
    SSLSocketFactory tls = given != null ? given : (SSLSocketFactory) SSLSocketFactory.getDefault();
    return () -> new SocketTransport(options.server(), tls, options.connectTimeoutMs());
  }

  /** For {@code ws} and {@code wss}. */
  static Transports webSockets(ClientOptions options) {
    OkHttpClient client =
        WebSocketTransport.client(
            options.connectTimeoutMs(), options.sslSocketFactory(), options.trustManager());
    return new Transports() {
      @Override
      public Transport next() {
        return new WebSocketTransport(client, options.server());
      }

      @Override
      public void shutDown() {
        WebSocketTransport.shutDown(client);
      }
    };
  }
}
