package dev.ferry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.FakeClient;
import dev.ferry.cli.terminal.Console;
import dev.ferry.client.privacy.PrivacyChange;
import dev.ferry.client.privacy.Writers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * {@code ./ferry block} and {@code privacy}, and {@code tail} with its events, without a server.
 */
class PrivacyCommandsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> blocked = new ArrayList<>();
  private Consumer<FakeClient> whenOnline = client -> {};

  private int run(String... words) {
    List<String> args = new ArrayList<>(List.of(words));
    args.addAll(List.of("--as", "alice", "--token", "t"));
    out.reset();
    Console console = new Console(new ByteArrayInputStream(new byte[0]), out, err, true);
    List<FakeClient> made = new ArrayList<>();
    int status =
        Main.commandLine(
                new Context(
                    console,
                    options -> {
                      FakeClient client =
                          new FakeClient(
                              options,
                              started -> {
                                started.online();
                                whenOnline.accept(started);
                              });
                      client.privacy.blocked.addAll(blocked);
                      made.add(client);
                      return client;
                    }))
            .execute(args.toArray(String[]::new));
    blocked.clear();
    made.forEach(client -> blocked.addAll(client.privacy.blocked));
    return status;
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void usersAreBlockedListedAndUnblocked() {
    assertEquals(0, run("block", "add", "bob", "carol", "dave"));
    assertEquals("blocked bob, carol, dave\n", out());
    assertEquals(0, run("block", "list"));
    assertEquals(3, out().lines().count(), out());
    assertTrue(out().startsWith("bob  since 1970-01-01T00:01:00"), out());
    assertEquals(0, run("block", "remove", "bob", "dave", "--json"));
    assertEquals("{\"version\":7,\"who_may_write\":\"everyone\",\"blocked\":1}\n", out());
    assertEquals(0, run("block", "list", "--json"));
    assertTrue(out().startsWith("{\"user\":\"carol\",\"since\":\"1970-"), out());
    assertEquals(2, run("block", "add"));
    assertEquals(2, run("block", "add", "not a user"));
    assertEquals(2, run("block"));
  }

  @Test
  void whoMayWriteIsShownAndSet() {
    assertEquals(0, run("privacy"));
    assertEquals("everyone may write to you; you block nobody\n", out());
    assertEquals(0, run("privacy", "--who-may-write", "contacts"));
    assertEquals("contacts may write to you; you block nobody\n", out());
    assertEquals(2, run("privacy", "--who-may-write", "some"));
  }

  @Test
  void tailTellsProgramsOfChanges() {
    whenOnline =
        client -> {
          client.changes(PrivacyChange.of(5));
          client.changes(PrivacyChange.blocked(6, "bob"));
          client.changes(PrivacyChange.unblocked(7, "bob"));
          client.changes(PrivacyChange.writers(8, Writers.NOBODY));
          client.receives(client.message("carol", 1, "hello"));
        };
    assertEquals(0, run("tail", "--json", "--count", "1"));
    assertEquals(
        List.of(
            "{\"event\":\"privacy\",\"version\":5}",
            "{\"event\":\"privacy\",\"version\":6,\"blocked\":\"bob\"}",
            "{\"event\":\"privacy\",\"version\":7,\"unblocked\":\"bob\"}",
            "{\"event\":\"privacy\",\"version\":8,\"who_may_write\":\"nobody\"}"),
        out().lines().limit(4).toList());
    assertEquals(0, run("tail", "--count", "1"));
    assertEquals(1, out().lines().count(), out());
  }
}
