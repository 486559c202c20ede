package dev.ferry.loadtest.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferry.loadtest.fault.PortLease;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real server in a JVM of its own, to be killed, ended, frozen and started again. Its ports stay
 * its own while it is down. Not safe for use from several threads at once.
 */
public final class NodeProcess implements AutoCloseable {
  private static final Duration EXIT_PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL_TIMEOUT = Duration.ofSeconds(1);
  private static final int POLL_EVERY_MS = 20;
  private static final int OUTPUT_LINES_SHOWN = 60;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(POLL_TIMEOUT).build();

  private final PortLease tcpPort = new PortLease();
  private final PortLease httpPort = new PortLease();
  private final Builder settings;
  private final Thread atExit = new Thread(this::destroy, "node-process-at-exit");
  private volatile @Nullable Process process;

  private NodeProcess(Builder settings) {
    this.settings = settings;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** A node that keeps its data and its output under {@code folder}. */
  public static Builder in(Path folder) {
    return new Builder(folder);
  }

  /** What a node is started with. */
  public static final class Builder {
    private final Path folder;
    private String id = "n1";
    private @Nullable Path data;
    private List<String> command = List.of();
    private String mainClass = "dev.ferry.server.Main";
    private Duration readyWithin = Duration.ofSeconds(60);
    private final List<String> jvmArguments = new ArrayList<>(List.of("-Xmx512m"));
    private final List<String> arguments = new ArrayList<>();

    /**
     * On one address only: elsewhere a port that is leased on loopback may be in use by a client.
     */
    private final Map<String, String> environment =
        new HashMap<>(Map.of("FERRY_TCP_HOST", "127.0.0.1", "FERRY_HTTP_HOST", "127.0.0.1"));

    private Builder(Path folder) {
      this.folder = folder;
    }

    /** The node's id; {@code n1} if not said. */
    public Builder id(String value) {
      id = value;
      return this;
    }

    /**
     * The data folder; {@code folder/data-<id>} if not said. Nodes that share one share the secret.
     */
    public Builder data(Path value) {
      data = value;
      return this;
    }

    /** The Redis to use; without it the node starts its own. */
    public Builder redis(String url) {
      return arguments("--redis", url);
    }

    /** A configuration file. */
    public Builder config(Path file) {
      return arguments("--config", file.toString());
    }

    /** More arguments for the server. */
    public Builder arguments(String... more) {
      arguments.addAll(List.of(more));
      return this;
    }

    /** More arguments for its JVM; the heap is 512 MiB if not said. */
    public Builder jvmArguments(String... more) {
      jvmArguments.addAll(List.of(more));
      return this;
    }

    /** How long to wait for readiness; a minute if not said. */
    public Builder readyWithin(Duration value) {
      readyWithin = value;
      return this;
    }

    /**
     * What starts a node, before its arguments: a program that becomes the node's JVM. Without it,
     * this class path in a JVM like this one.
     */
    public Builder command(List<String> value) {
      command = List.copyOf(value);
      return this;
    }

    /** A setting by its key in reference.conf; not shown to other users of the machine. */
    public Builder setting(String key, String value) {
      return environment(
          "FERRY_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value);
    }

    /** A variable of its environment. */
    public Builder environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** Another program than the server, for tests of this class. */
    public Builder mainClass(String value) {
      mainClass = value;
      return this;
    }

    /**
     * Starts the node and waits until it is ready.
     *
     * @throws IllegalStateException with the end of the node's output, when it exits instead or is
     *     not ready in time
     */
    public NodeProcess start() {
      NodeProcess node = new NodeProcess(this);
      try {
        node.start();
      } catch (RuntimeException e) {
        node.close();
        throw e;
      }
      return node;
    }

    private Path dataFolder() {
      return data != null ? data : folder.resolve("data-" + id);
    }
  }

  public String id() {
    return settings.id;
  }

  /** Where clients connect over TCP: {@code tcp://127.0.0.1:port}. */
  public URI tcp() {
    return URI.create("tcp://127.0.0.1:" + tcpPort.port());
  }

  /** {@code http://127.0.0.1:port}. */
  public URI http() {
    return URI.create("http://127.0.0.1:" + httpPort.port());
  }

  /** Where clients connect over WebSocket: {@code ws://127.0.0.1:port/ws}. */
  public URI webSocket() {
    return URI.create("ws://127.0.0.1:" + httpPort.port() + "/ws");
  }

  /** The key of HS256 tokens, which the server made at its first start. */
  public byte[] secret() {
    try {
      Path file = settings.dataFolder().resolve("dev-secret");
      return Files.readString(file).strip().getBytes(UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All output so far, of every start. */
  public String output() {
    try {
      return Files.exists(outputFile()) ? Files.readString(outputFile()) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the output goes. */
  public Path outputFile() {
    return settings.folder.resolve(settings.id + ".log");
  }

  public long pid() {
    return running().pid();
  }

  public boolean isAlive() {
    Process current = process;
    return current != null && current.isAlive();
  }

  /** Whether {@code /readyz} answers 200 within a second. */
  public boolean isReady() {
    try {
      return get("/readyz").statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Asks for a page of the HTTP port; gives up after a second. */
  public HttpResponse<String> get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(http().resolve(path)).timeout(POLL_TIMEOUT).build();
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Starts the node again, with the same ports and data, and waits until it is ready. */
  public void start() {
    if (isAlive()) {
      throw new IllegalStateException(id() + " runs already");
    }
    launch();
    awaitReady(settings.readyWithin);
  }

  /** Waits until the node is ready; throws with its output when that takes too long. */
  public void awaitReady(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isReady()) {
      if (exitedWithin(Duration.ofMillis(POLL_EVERY_MS))) {
        throw failure("exited with " + running().exitValue());
      }
      if (System.nanoTime() > deadline) {
        throw failure("was not ready within " + patience);
      }
    }
  }

  /** SIGKILL: gone at once, without a word to anyone. */
  public void kill() {
    running().destroyForcibly();
    awaitExit();
  }

  /** SIGTERM: the server may say goodbye. Returns its exit code. */
  public int terminate() {
    running().destroy();
    return awaitExit();
  }

  /** SIGSTOP: stands still as in a long pause; its sockets stay open. */
  public void freeze() {
    Signals.send("STOP", pid());
  }

  /** SIGCONT: goes on. */
  public void resume() {
    Signals.send("CONT", pid());
  }

  /** Kills the node, and what it started, if they still run. */
  @Override
  public void close() {
    destroy();
    Runtime.getRuntime().removeShutdownHook(atExit);
    tcpPort.close();
    httpPort.close();
  }

  private void launch() {
    List<String> command = new ArrayList<>(settings.command);
    if (command.isEmpty()) {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(settings.jvmArguments);
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), settings.mainClass));
    }
    command.addAll(List.of("--data", settings.dataFolder().toString()));
    command.addAll(List.of("--tcp-port", Integer.toString(tcpPort.port())));
    command.addAll(List.of("--http-port", Integer.toString(httpPort.port())));
    command.addAll(List.of("--node-id", settings.id));
    command.addAll(settings.arguments);
    File output = outputFile().toFile();
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(output));
      // What this shell configures for another server is not for this one.
      builder
          .environment()
          .keySet()
          .removeIf(name -> name.startsWith("FERRY_") && !name.equals("FERRY_JAVA_HOME"));
      builder.environment().putAll(settings.environment);
      Process started = builder.start();
      process = started;
      Leash.tie(started);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void destroy() {
    Process current = process;
    if (current == null) {
      return;
    }
    List<ProcessHandle> children = current.descendants().toList();
    current.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    exitedWithin(EXIT_PATIENCE);
  }

  private Process running() {
    Process current = process;
    if (current == null) {
      throw new IllegalStateException(id() + " was not started");
    }
    return current;
  }

  private int awaitExit() {
    if (!exitedWithin(EXIT_PATIENCE)) {
      throw failure("did not exit within " + EXIT_PATIENCE);
    }
    return running().exitValue();
  }

  private boolean exitedWithin(Duration patience) {
    try {
      return running().waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private IllegalStateException failure(String what) {
    List<String> lines = output().lines().toList();
    int from = Math.max(0, lines.size() - OUTPUT_LINES_SHOWN);
    String tail = String.join("\n", lines.subList(from, lines.size()));
    return new IllegalStateException(id() + " " + what + "; it said:\n" + tail);
  }

  private static UncheckedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new UncheckedIOException(new InterruptedIOException());
  }
}
