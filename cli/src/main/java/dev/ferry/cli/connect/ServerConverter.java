package dev.ferry.cli.connect;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a server's address and fills in what was left out: the port, and {@code /ws}. */
public final class ServerConverter implements ITypeConverter<URI> {
  private static final Map<String, Integer> PORTS =
      Map.of("tcp", 9400, "tcps", 9400, "ws", 9480, "wss", 9480);

  @Override
  public URI convert(String value) {
    try {
      URI uri = new URI(value.trim());
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      Integer port = PORTS.get(scheme);
      if (port == null || uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
        throw wrong(value);
      }
      boolean webSocket = scheme.startsWith("ws");
      String path = uri.getPath() == null || uri.getPath().equals("/") ? "" : uri.getPath();
      if (!webSocket && !path.isEmpty()) {
        throw wrong(value);
      }
      return new URI(
          scheme,
          null,
          uri.getHost(),
          uri.getPort() < 0 ? port : uri.getPort(),
          webSocket && path.isEmpty() ? "/ws" : path,
          uri.getQuery(),
          null);
    } catch (URISyntaxException e) {
      throw wrong(value);
    }
  }

  private static TypeConversionException wrong(String value) {
    return new TypeConversionException(
        "'" + value + "' (expected: tcp://, tcps://, ws:// or wss://, then host and port)");
  }
}
