package dev.ferry.server.testkit;

import com.sun.net.httpserver.HttpServer;
import dev.ferry.loadtest.fleet.NodeProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A main class that takes a server's arguments and does no more than {@link NodeProcess} sees. */
final class StubNode {
  private static final int UNREADY_ANSWERS = 3;

  private StubNode() {}

  public static void main(String[] arguments) throws IOException {
    List<String> given = List.of(arguments);
    System.out.println("arguments: " + given);
    if (given.contains("--fail")) {
      System.err.println("no luck");
      System.exit(3);
    }
    Path data = Path.of(valueOf(given, "--data"));
    Files.createDirectories(data);
    Files.writeString(data.resolve("dev-secret"), "A".repeat(42) + "E\n");
    serve(Integer.parseInt(valueOf(given, "--http-port")), given.contains("--never-ready"));
  }

  private static void serve(int port, boolean neverReady) throws IOException {
    AtomicInteger asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/readyz",
        exchange -> {
          boolean ready = asked.incrementAndGet() > UNREADY_ANSWERS && !neverReady;
          exchange.sendResponseHeaders(ready ? 200 : 503, -1);
          exchange.close();
        });
    server.start();
  }

  private static String valueOf(List<String> arguments, String option) {
    return arguments.get(arguments.indexOf(option) + 1);
  }
}
