package dev.ferry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.FakeClient;
import dev.ferry.cli.terminal.Console;
import dev.ferry.client.ReceivedSignal;
import dev.ferry.client.device.Platform;
import dev.ferry.client.presence.UserPresence;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** {@code ./ferry presence}, and {@code tail} with presence, on a client without a server. */
class PresenceCommandTest {
  private static final UserPresence BOB =
      new UserPresence("bob", List.of(Platform.PHONE, Platform.WEB), 0, "on a ferry");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Consumer<FakeClient> whenOnline = client -> {};

  private int run(String... words) {
    List<String> args = new ArrayList<>(List.of(words));
    args.addAll(List.of("--as", "alice", "--token", "t"));
    out.reset();
    err.reset();
    Console console = new Console(new ByteArrayInputStream(new byte[0]), out, err, true);
    return Main.commandLine(
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
                  client.presences.online.add(BOB);
                  return client;
                }))
        .execute(args.toArray(String[]::new));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void usersAreShownInWordsAndAsJson() {
    assertEquals(0, run("presence", "bob", "carol"));
    assertEquals("bob is online (phone, web): on a ferry\ncarol is offline\n", out());
    assertEquals(0, run("presence", "--json", "bob", "carol"));
    assertEquals(
        "{\"user\":\"bob\",\"online\":[\"phone\",\"web\"],\"status\":\"on a"
            + " ferry\"}\n"
            + "{\"user\":\"carol\",\"online\":[],\"status\":\"\"}\n",
        out());
  }

  @Test
  void settingsAreSetTogetherAndShown() {
    assertEquals(0, run("presence"));
    assertEquals("you are visible to contacts\n", out());
    assertEquals(0, run("presence", "--status", "away", "--visible-to", "everyone"));
    assertEquals("you are visible to everyone, status: away\n", out());
    assertEquals(0, run("presence", "--invisible", "true", "--json"));
    assertEquals("{\"status\":\"\",\"invisible\":true,\"visible_to\":\"contacts\"}\n", out());
    assertEquals(0, run("presence", "--invisible", "false"));
    assertEquals("you are visible to contacts\n", out());
    assertEquals(2, run("presence", "not a user"));
    assertEquals(2, run("presence", "--visible-to", "some"));
  }

  @Test
  void tailTellsOfThoseWhoAreWatchedAndOfSignals() {
    whenOnline =
        client -> {
          assertEquals("[bob, carol]", client.presences.watched.toString());
          client.shows(BOB);
          client.hears(new ReceivedSignal("d/alice/bob", "bob", "d", "wave", new byte[] {1, 2}));
          client.receives(client.message("bob", 1, "hello"));
        };
    assertEquals(0, run("tail", "--json", "--count", "1", "--watch", "bob,carol"));
    List<String> lines = out().lines().toList();
    assertTrue(lines.get(0).startsWith("{\"event\":\"presence\",\"user\":\"bob\""), out());
    assertEquals(
        "{\"event\":\"signal\",\"conversation\":\"d/alice/bob\",\"sender\":\"bob\",\"device\":\"d\","
            + "\"type\":\"wave\",\"body\":\"AQI=\"}",
        lines.get(1));
    assertEquals(3, lines.size());
    assertEquals(0, run("tail", "--count", "1", "--watch", "bob,carol"));
    assertTrue(out().startsWith("-- bob is online (phone, web): on a ferry --\n"), out());
  }
}
