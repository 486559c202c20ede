package dev.ferry.cli.demo;

import dev.ferry.cli.connect.DevSecret;
import dev.ferry.cli.terminal.CliException;
import dev.ferry.cli.terminal.ExitCode;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server of this tour: started by the launcher, so its process is the server's JVM itself and can
 * be killed as one kills a server. One thread uses it; {@link #destroy} may be called by another.
 */
final class ServerProcess {
  private static final Duration READY_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration EXIT_TIMEOUT = Duration.ofSeconds(20);
  private static final int LOG_LINES_SHOWN = 15;

  private final String launcher;
  private final Path data;
  private final Path log;
  private final int tcpPort;
  private final int httpPort;

  /** Environment variables that configure it; passed so since a password is among them. */
  private final Map<String, String> settings = new HashMap<>();

  /** Every process ever seen below the server: its Redis. */
  private final List<ProcessHandle> children = new ArrayList<>();

  /** Written under the lock of this. */
  private volatile @Nullable Process process;

  /** Written under the lock of this. */
  private volatile boolean destroyed;

  /**
   * @param folder where the data and the log go; there must be one
   */
  ServerProcess(String launcher, Path folder) throws IOException {
    this.launcher = launcher;
    this.data = folder.resolve("data");
    this.log = folder.resolve("server.log");
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket tcp = new ServerSocket(0, 1, loopback);
        ServerSocket http = new ServerSocket(0, 1, loopback)) {
      this.tcpPort = tcp.getLocalPort();
      this.httpPort = http.getLocalPort();
    }
  }

  /** Has this server, which is not started yet, share the Redis and the secret of {@code first}. */
  void join(ServerProcess first) throws IOException {
    settings.put("FERRY_REDIS_URL", EmbeddedRedis.url(first.data));
    settings.put("FERRY_AUTH_SECRET_FILE", DevSecret.file(first.data).toString());
  }

  Path data() {
    return data;
  }

  URI tcp() {
    return URI.create("tcp://127.0.0.1:" + tcpPort);
  }

  URI webSocket() {
    return URI.create("ws://127.0.0.1:" + httpPort + "/ws");
  }

  /** Starts on the same ports and data as ever, and returns when clients may come. */
  void start() throws IOException, InterruptedException {
    Process before = process;
    if (before != null) {
      before.waitFor();
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            launcher,
            "up",
            "--data",
            data.toString(),
            "--tcp-port",
            String.valueOf(tcpPort),
            "--http-port",
            String.valueOf(httpPort));
    // What this shell configures for another server (its Redis, say) is not for this one.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("FERRY_") && !name.startsWith("FERRY_JAVA_"));
    builder.environment().putAll(settings);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    Process started = launch(builder);
    long end = System.nanoTime() + READY_TIMEOUT.toNanos();
    while (!isReady()) {
      if (!started.isAlive()) {
        throw new CliException(
            ExitCode.DEFECT, "the server ended with status " + started.exitValue());
      }
      if (System.nanoTime() > end) {
        throw new CliException(ExitCode.DEFECT, "the server was not ready within 60 s");
      }
      Thread.sleep(25);
    }
  }

  /** Never after {@link #destroy}, or a Ctrl-C at the wrong moment would leave a server behind. */
  private synchronized Process launch(ProcessBuilder builder) throws IOException {
    if (destroyed) {
      throw new CliException(ExitCode.DEFECT, "the tour was ended");
    }
    Process started = builder.start();
    process = started;
    return started;
  }

  private boolean isReady() {
    try {
      URI readiness = URI.create("http://127.0.0.1:" + httpPort + "/readyz");
      HttpURLConnection connection = (HttpURLConnection) readiness.toURL().openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(1000);
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false;
    }
  }

  /** SIGKILL: the server gets no chance to say or save anything. Does not wait for the end. */
  void kill() {
    running().destroyForcibly();
  }

  /** Looks which processes the server has below it now; takes some milliseconds. */
  void rememberChildren() {
    rememberChildren(running());
  }

  /** SIGTERM; returns the exit status, or -1 when it did not end in time. */
  int stop() throws InterruptedException {
    Process running = running();
    rememberChildren(running);
    running.destroy();
    return running.waitFor(EXIT_TIMEOUT.toSeconds(), TimeUnit.SECONDS) ? running.exitValue() : -1;
  }

  /** Waits until no process that the server ever started is left; false when one stays. */
  boolean awaitChildrenGone(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (children().stream().anyMatch(ProcessHandle::isAlive)) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(10);
    }
    return true;
  }

  int childrenSeen() {
    return children().size();
  }

  /** Ends whatever is left, for the way out after a failure. Does nothing after a good end. */
  void destroy() {
    synchronized (this) {
      destroyed = true;
    }
    Process running = process;
    if (running == null) {
      return;
    }
    rememberChildren(running);
    running.destroy();
    try {
      if (!running.waitFor(5, TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
      }
      awaitChildrenGone(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running.destroyForcibly();
    }
    children().forEach(ProcessHandle::destroyForcibly);
  }

  boolean isDestroyed() {
    return destroyed;
  }

  private void rememberChildren(Process running) {
    List<ProcessHandle> seen = running.descendants().toList();
    synchronized (children) {
      children.addAll(seen);
    }
  }

  private List<ProcessHandle> children() {
    synchronized (children) {
      return List.copyOf(children);
    }
  }

  private Process running() {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return running;
  }

  /** {@code what}, with the last words of the server's log. */
  CliException failed(String what) {
    List<String> lines;
    try {
      lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      lines = List.of();
    }
    List<String> end = lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size());
    return new CliException(
        ExitCode.DEFECT,
        what + (end.isEmpty() ? "" : "; the end of its log:\n" + String.join("\n", end)));
  }
}
