package dev.ferry.loadtest.report;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A headless Chromium with one page, driven by its DevTools protocol. */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<Map<String, Object>>> pending =
      new ConcurrentHashMap<>();
  private final List<Map<String, Object>> events = new CopyOnWriteArrayList<>();

  private Chromium(Process process, URI page) {
    this.process = process;
    socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, new Listener()).join();
  }

  /** The browser on the PATH, or none. */
  static Optional<Path> find() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator, -1))
        .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Chromium start(Path binary) throws IOException, InterruptedException {
    Path directory = Files.createDirectories(Path.of("target", "chromium"));
    Path profile = Files.createTempDirectory(directory.toAbsolutePath(), "profile");
    List<String> command = new ArrayList<>(List.of(binary.toString()));
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--user-data-dir=" + profile,
            "--remote-debugging-port=0",
            "about:blank"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("chromium.log").toFile())
            .start();
    try {
      return new Chromium(process, page(profile.resolve("DevToolsActivePort")));
    } catch (RuntimeException | IOException | InterruptedException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static URI page(Path portFile) throws IOException, InterruptedException {
    Awaitility.await()
        .atMost(DEADLINE)
        .until(() -> Files.exists(portFile) && Files.readString(portFile).contains("\n"));
    String port = Files.readAllLines(portFile).get(0);
    URI list = URI.create("http://127.0.0.1:" + port + "/json/list");
    String pages =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    return JSON.std.listFrom(pages).stream()
        .map(entry -> (Map<?, ?>) entry)
        .filter(entry -> "page".equals(entry.get("type")))
        .map(entry -> URI.create(String.valueOf(entry.get("webSocketDebuggerUrl"))))
        .findFirst()
        .orElseThrow(() -> new IOException("no page in " + pages));
  }

  /** Opens a page in a window of this size and waits until it is loaded. */
  void open(URI url, int width, int height, boolean dark) {
    events.clear();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", Map.of());
    }
    window(width, height);
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    call("Page.navigate", Map.of("url", url.toString()));
    Awaitility.await().atMost(DEADLINE).until(() -> !events("Page.loadEventFired").isEmpty());
  }

  void window(int width, int height) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** What the browser told of since the page was opened. */
  List<Map<String, Object>> events(String method) {
    return events.stream().filter(event -> method.equals(event.get("method"))).toList();
  }

  /** The value of an expression of JavaScript: a number, text, boolean, list, map or null. */
  @Nullable Object evaluate(String expression) {
    Map<String, Object> answer =
        call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    if (answer.containsKey("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + answer);
    }
    return ((Map<?, ?>) requireNonNull(answer.get("result"))).get("value");
  }

  /** The whole page as a PNG. */
  void screenshot(Path file) throws IOException {
    Map<String, Object> answer =
        call("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
    write(file, answer);
  }

  /** The page as it is printed. */
  void print(Path file) throws IOException {
    write(file, call("Page.printToPDF", Map.of("printBackground", false)));
  }

  private static void write(Path file, Map<String, Object> answer) throws IOException {
    Files.createDirectories(requireNonNull(file.getParent()));
    Files.write(file, Base64.getDecoder().decode(String.valueOf(answer.get("data"))));
  }

  private Map<String, Object> call(String method, Map<String, Object> parameters) {
    int id = ids.incrementAndGet();
    CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
    pending.put(id, answer);
    try {
      String text = JSON.std.asString(Map.of("id", id, "method", method, "params", parameters));
      socket.sendText(text, true).join();
    } catch (IOException e) {
      throw new AssertionError("writing to a string", e);
    }
    return answer.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public void close() throws InterruptedException {
    socket.abort();
    process.destroy();
    if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  /** Sorts what comes into answers and events. Called by one thread at a time. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        String text = message.toString();
        message.setLength(0);
        accept(text);
      }
      from.request(1);
      return null;
    }

    @SuppressWarnings("unchecked")
    private void accept(String text) {
      Map<String, Object> map;
      try {
        map = JSON.std.mapFrom(text);
      } catch (IOException e) {
        throw new IllegalArgumentException(text, e);
      }
      if (!(map.get("id") instanceof Integer id)) {
        events.add(map);
        return;
      }
      CompletableFuture<Map<String, Object>> answer = requireNonNull(pending.remove(id));
      if (map.get("result") instanceof Map<?, ?> result) {
        answer.complete((Map<String, Object>) result);
      } else {
        answer.completeExceptionally(new IllegalStateException(text));
      }
    }
  }
}
