package dev.ferry.server.badinput;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.ferry.loadtest.fleet.NodeProcess;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import dev.ferry.server.testkit.Tokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a node writes down of its clients. */
@Timeout(120)
class LogsIT {
  private static final String TEXT = "zebra-text-of-a-message";
  private static final String BODY = "yak-body-of-a-message";
  private static final String TALK = "d/alice/bob";
  private static final Pattern PASSWORD = Pattern.compile("(?m)^requirepass \"?([^\"\\s]+)");

  @TempDir private Path folder;

  @Test
  void messagesTokensAndPasswordsAreNotWrittenDown() throws IOException {
    List<String> secrets = new ArrayList<>(List.of(TEXT, BODY));
    String output;
    try (NodeProcess node = production().start()) {
      secrets.add(new String(node.secret(), UTF_8));
      secrets.add(redisPassword());
      List<String> tokens = tokens(node);
      talk(node, tokens.get(0));
      tokens.forEach(token -> misbehave(node, token));
      for (String token : tokens) {
        secrets.add(token);
        secrets.add(token.substring(token.lastIndexOf('.') + 1));
      }
      node.terminate();
      output = node.output();
    }
    assertTrue(output.contains("logged in"), output);
    assertTrue(output.contains("login refused"), output);
    secrets.stream()
        .filter(secret -> secret.length() > 4)
        .forEach(secret -> assertFalse(output.contains(secret), secret + " is in:\n" + output));
  }

  @Test
  void aClientCannotWriteLinesOfItsOwn() {
    try (NodeProcess node = production().start()) {
      String forged = "x\n00:00:00.000 ERROR Forged by me\r\u001b[2J";
      for (boolean inDevice : new boolean[] {false, true}) {
        var login = RawClient.loginFrame(Tokens.of(node).token("alice"), "phone").getLogin();
        var spoilt = inDevice ? login.toBuilder().setDevice(forged) : login.toBuilder();
        try (RawClient client = RawClient.tcp(node.tcp())) {
          client.call(ClientFrame.newBuilder().setLogin(spoilt.setClient(forged)));
        }
      }
      node.terminate();
      String output = node.output();
      assertTrue(output.contains("Forged by me"), output);
      assertFalse(output.lines().anyMatch(line -> line.startsWith("00:00:00.000")), output);
      assertFalse(output.contains("\u001b"), output);
    }
  }

  /** With the log's configuration of production, not that of tests. */
  private NodeProcess.Builder production() {
    return NodeProcess.in(folder).jvmArguments("-Dlogback.configurationFile=logback.xml");
  }

  private static List<String> tokens(NodeProcess node) {
    Tokens good = Tokens.of(node);
    return List.of(
        good.token("alice"),
        good.token("alice", Duration.ofHours(-1)),
        good.without("exp").token("alice"),
        good.token("no user id"),
        Tokens.hs256("another secret, as long as it has to be".getBytes(UTF_8)).token("alice"),
        Tokens.unsigned().token("alice"));
  }

  private String redisPassword() throws IOException {
    Path file = folder.resolve("data-n1").resolve("redis").resolve("redis.conf");
    Matcher found = PASSWORD.matcher(Files.readString(file));
    assertTrue(found.find(), "no password in " + file);
    return found.group(1);
  }

  private static void talk(NodeProcess node, String token) {
    try (RawClient client = RawClient.tcp(node.tcp());
        RawClient page = RawClient.webSocket(node.webSocket())) {
      client.login(token, "phone");
      page.login(token, "page");
      assertTrue(client.call(send(TALK, 16)).hasMessageAck());
      assertTrue(page.next().hasMessagePush());
      assertTrue(client.call(Requests.fetch(TALK, 0, 0)).hasMessagePage());
      Expect.error(client.call(send("d/bob/carol", 16)), ErrorCode.FORBIDDEN);
      Expect.error(client.call(send(TALK, 3)), ErrorCode.INVALID_ARGUMENT);
      client.sendBytes(new byte[] {4, 1, 2, 3, 4});
      Expect.closedWith(client, ErrorCode.MALFORMED_FRAME);
      page.sendText(TEXT);
      Expect.closedWith(page, ErrorCode.MALFORMED_FRAME);
    }
  }

  private static ClientFrame.Builder send(String conversation, int idBytes) {
    return Requests.send(
        Requests.message(conversation, 1)
            .setClientMessageId(ByteString.copyFrom(new byte[idBytes]))
            .setContent(
                Content.newBuilder()
                    .setType("text")
                    .setText(TEXT)
                    .setBody(ByteString.copyFromUtf8(BODY))));
  }

  /** The token where it does not belong, too. */
  private static void misbehave(NodeProcess node, String token) {
    try (RawClient client = RawClient.tcp(node.tcp())) {
      client.call(RawClient.loginFrame(token, "x"));
    }
    try (RawClient client = RawClient.tcp(node.tcp())) {
      client.send(RawClient.loginFrame(token, "y").build());
      client.sendBytes(token.getBytes(UTF_8));
      client.awaitClosed(Expect.SOON);
    }
    URI withToken = URI.create(node.webSocket() + "?token=" + token);
    assertThrows(RawClient.UpgradeRefusedException.class, () -> RawClient.webSocket(withToken));
    assertTrue(node.get("/" + token).statusCode() == 404);
  }
}
