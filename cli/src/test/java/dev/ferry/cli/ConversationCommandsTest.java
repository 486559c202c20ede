package dev.ferry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.FakeClient;
import dev.ferry.cli.connect.FakeMessages;
import dev.ferry.cli.terminal.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code ./ferry conversation} on a client without a server. */
class ConversationCommandsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... words) {
    List<String> args = new ArrayList<>(List.of("conversation"));
    args.addAll(List.of(words));
    args.addAll(List.of("--as", "alice", "--token", "t"));
    out.reset();
    err.reset();
    Console console = new Console(new ByteArrayInputStream(new byte[0]), out, err, true);
    return Main.commandLine(
            new Context(
                console, options -> new FakeClient(options, ConversationCommandsTest::start)))
        .execute(args.toArray(String[]::new));
  }

  private static void start(FakeClient client) {
    client.online();
    client.messages.answer.complete(FakeMessages.receipt(1));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsChangedIsShown() {
    assertEquals(0, run("pin", "--with", "bob"));
    assertEquals("bob: pinned\n", out());
    assertEquals(0, run("unread", "--group", "g/team", "--json"));
    assertTrue(out().contains("\"conversation\":\"g/team\""), out());
    assertTrue(out().contains("\"markedUnread\":true"), out());
    assertEquals(0, run("mute", "--with", "bob"));
    assertEquals("bob: muted\n", out());
    assertEquals(0, run("remark", "--with", "bob", "my\u001b[2J friend"));
    assertEquals("bob: called my\\u001b[2J friend\n", out());
  }

  @Test
  void whatIsClearedIsNamed() {
    assertEquals(0, run("clear", "--with", "bob"));
    assertEquals("cleared for you: bob\n", out());
    assertEquals(2, run("clear"));
  }

  @Test
  void whatIsTooLongOrNamesNoConversationIsWrongUsage() {
    assertEquals(2, run("remark", "--with", "bob", "x".repeat(257)));
    assertTrue(
        err.toString(StandardCharsets.UTF_8).contains("257 bytes"),
        err.toString(StandardCharsets.UTF_8));
    assertEquals(2, run("hide"));
    assertEquals(2, run("mute", "--with", "bob", "--for", "0s"));
  }
}
