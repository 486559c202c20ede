package dev.ferry.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.DevSecret;
import dev.ferry.cli.terminal.Console;
import dev.ferry.cli.terminal.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./ferry revoke} against answers as docs/protocol.md has them; SessionsIT asks a node. */
class RevokeCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> asked = new ArrayList<>();
  private int status = 200;
  private String body = "sessions ended: 2\n";

  @TempDir Path data;
  private HttpServer http;

  @BeforeEach
  void begin() throws IOException {
    Files.writeString(DevSecret.file(data), "A".repeat(43));
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    http.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    http.start();
  }

  @AfterEach
  void end() {
    http.stop(0);
  }

  private int run(String... more) {
    List<String> words = new ArrayList<>(List.of("revoke"));
    words.addAll(List.of(more));
    words.addAll(List.of("--http", "http://127.0.0.1:" + http.getAddress().getPort()));
    words.addAll(List.of("--data", data.toString()));
    out.reset();
    err.reset();
    Console console = new Console(new ByteArrayInputStream(new byte[0]), out, err, true);
    Context context =
        new Context(
            console,
            options -> {
              throw new AssertionError("no client is needed");
            });
    return Main.commandLine(context).execute(words.toArray(String[]::new));
  }

  @Test
  void aUserIsRevokedWithTheTokenOfAnOperator() throws Exception {
    assertEquals(ExitCode.OK, run("ida@x"));
    assertEquals("revoked ida@x (2 live sessions ended)\n", out.toString(UTF_8));
    String[] request = asked.get(0).split(" Bearer ", 2);
    assertEquals("POST /users/ida@x/revoke", request[0]);
    assertEquals(true, SignedJWT.parse(request[1]).getJWTClaimsSet().getClaim("operator"));
    assertEquals(ExitCode.OK, run("ida", "--token", "given", "--json"));
    assertEquals("{\"user\":\"ida\",\"sessions\":2}\n", out.toString(UTF_8));
    assertTrue(asked.get(1).endsWith(" Bearer given"), asked.get(1));
  }

  @Test
  void whatGoesWrongIsSaidInOneLine() {
    status = 403;
    body = "token: not an operator's\n";
    assertEquals(ExitCode.UNAUTHORISED, run("ida"));
    assertEquals("ferry: not authorised: token: not an operator's\n", err.toString(UTF_8));
    status = 503;
    body = "Redis does not answer\n";
    assertEquals(ExitCode.UNREACHABLE, run("ida"));
    status = 200;
    body = "welcome to another server\n";
    assertEquals(ExitCode.REFUSED, run("ida"));
    assertEquals(ExitCode.USAGE, run("i d a"));
    assertEquals(3, asked.size());
    http.stop(0);
    assertEquals(ExitCode.UNREACHABLE, run("ida"));
    assertTrue(err.toString(UTF_8).contains("check --http"), err.toString(UTF_8));
  }
}
