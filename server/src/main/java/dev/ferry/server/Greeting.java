package dev.ferry.server;

import dev.ferry.server.config.ServerConfig;
import java.util.Locale;

/** What a node that has started says to whoever started it. */
final class Greeting {
  private static final String EVERYWHERE = "0.0.0.0";

  private Greeting() {}

  static String text(ServerConfig config, Node node, double seconds) {
    boolean tls = config.tls().enabled();
    String tcp = (tls ? "tcps://" : "tcp://") + host(config.tcp().host()) + ":" + node.tcpPort();
    String http = host(config.http().host()) + ":" + node.httpPort();
    boolean embedded = config.redis().url().isEmpty();
    boolean development =
        config.auth().secretFile().isEmpty() && config.auth().jwksFile().isEmpty();
    String options = options(config, node, tcp);
    return String.format(
        Locale.ROOT,
        """
        Ferry node %s, ready in %.1f s
          clients     %s  %s://%s/ws
          health      %s://%s/readyz
          Redis       %s
          durability  %s
          transport   %s
          logins      %s
        Next, in other terminals:
          ./ferry chat --as alice --to bob%s
          ./ferry chat --as bob --to alice%s
        Ctrl-C ends it.""",
        config.node().id(),
        seconds,
        tcp,
        tls ? "wss" : "ws",
        http,
        tls ? "https" : "http",
        http,
        embedded ? "embedded, data in " + config.data().dir() + ": for one machine" : "given",
        config.redis().durability().meaning(),
        node.transport(),
        development
            ? "development tokens, secret in " + config.data().dir()
            : "tokens of your own issuer",
        options,
        options);
  }

  /** What the commands need beside their defaults. */
  private static String options(ServerConfig config, Node node, String tcp) {
    String server = node.tcpPort() == 9400 && !config.tls().enabled() ? "" : " --server " + tcp;
    String data = config.data().dir().toString();
    return server + (data.equals("./data") || data.equals("data") ? "" : " --data " + data);
  }

  private static String host(String bound) {
    return bound.equals(EVERYWHERE) ? "127.0.0.1" : bound;
  }
}
