package dev.ferry.cli.connect;

import dev.ferry.client.ClientOptions;
import dev.ferry.client.FerryException;
import dev.ferry.client.FerryException.Kind;
import dev.ferry.client.TokenSource;
import dev.ferry.client.device.Platform;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that connects: who, where to, and with which token. */
public final class ConnectOptions {
  static final String SERVER_DEFAULT = "${env:FERRY_SERVER:-tcp://127.0.0.1:9400}";

  /** Asked for anew at each login, so it need not live long. */
  private static final Duration DEV_TOKEN_TTL = Duration.ofHours(1);

  private static final int PROBE_TIMEOUT_MS = 2000;

  @Option(
      names = "--as",
      required = true,
      paramLabel = "USER",
      converter = UserConverter.class,
      description = "The user to be.")
  String user = "";

  @Option(
      names = "--server",
      paramLabel = "URI",
      defaultValue = SERVER_DEFAULT,
      converter = ServerConverter.class,
      description =
          "tcp://, tcps://, ws:// or wss:// with host and port (default: FERRY_SERVER, else"
              + " tcp://127.0.0.1:9400).")
  URI server = URI.create("tcp://127.0.0.1:9400");

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      defaultValue = "${env:FERRY_TOKEN}",
      description =
          "The user's token (default: FERRY_TOKEN, else one made with the secret in --data).")
  @Nullable String token;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Data directory of a development server (default: data).")
  Path data = Path.of("data");

  @Option(
      names = "--device",
      paramLabel = "ID",
      description = "The device to be (default: a random cli-xxxxxxxx).")
  @Nullable String device;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "PEM certificates to trust for tcps and wss (default: the system's).")
  @Nullable Path ca;

  /** The SDK's options for this command. */
  public ClientOptions.Builder toClientOptions() {
    ClientOptions.Builder options =
        ClientOptions.builder()
            .server(server)
            .user(user)
            .device(device != null ? device : randomDevice())
            .tokens(tokens())
            .clientName("ferry-cli")
            .platform(Platform.DESKTOP)
            .deviceName("ferry command line");
    if (ca != null) {
      Trust trust = Trust.of(ca);
      options.trust(trust.context().getSocketFactory(), trust.manager());
    }
    return options;
  }

  public String user() {
    return user;
  }

  private TokenSource tokens() {
    String given = token;
    if (given != null && !given.isBlank()) {
      return given::strip;
    }
    DevSecret secret = devSecret();
    return () -> secret.token(user, Instant.now(), DEV_TOKEN_TTL);
  }

  /** Without a secret there is most often no server either, and that is what to say first. */
  private DevSecret devSecret() {
    Path file = DevSecret.file(data);
    if (!Files.exists(file)) {
      try (Socket probe = new Socket()) {
        probe.connect(new InetSocketAddress(server.getHost(), server.getPort()), PROBE_TIMEOUT_MS);
      } catch (IOException e) {
        throw Failures.toExit(
            new FerryException(Kind.UNREACHABLE, Kind.UNREACHABLE.name(), "no connection", "", e),
            server,
            user);
      }
    }
    return DevSecret.read(file);
  }

  private static String randomDevice() {
    return String.format(Locale.ROOT, "cli-%08x", new SecureRandom().nextInt());
  }
}
