package dev.ferry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.FakeClient;
import dev.ferry.cli.terminal.Console;
import dev.ferry.client.ConversationCursor;
import dev.ferry.client.FerryException;
import dev.ferry.client.FerryException.Kind;
import dev.ferry.client.MessageReceipts;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.group.GroupChange;
import dev.ferry.client.message.DeletedForMe;
import dev.ferry.client.message.MessageRef;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Whole commands on a client without a server: words, exit statuses, and which stream gets what.
 */
class CommandsTest {
  private static final SendReceipt RECEIPT =
      new SendReceipt(new UUID(0, 1), "d/alice/bob", 1, 7, 1000);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<FakeClient> clients = new ArrayList<>();
  private Consumer<FakeClient> onStart = FakeClient::online;
  private byte[] input = new byte[0];

  private int run(String... args) {
    Console console = new Console(new ByteArrayInputStream(input), out, err, true);
    return Main.commandLine(
            new Context(
                console,
                options -> {
                  FakeClient client = new FakeClient(options, onStart);
                  clients.add(client);
                  return client;
                }))
        .execute(args);
  }

  private int send(String... more) {
    List<String> args =
        new ArrayList<>(List.of("send", "--as", "alice", "--to", "bob", "--token", "t"));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static FerryException unreachable(Throwable cause) {
    return new FerryException(Kind.UNREACHABLE, "UNREACHABLE", "failed", "", cause);
  }

  @Test
  void aloneItExplainsAndCallsThatWrongUsage() {
    assertEquals(2, run());
    assertTrue(err().contains("demo") && err().contains("send"), err());
    assertEquals("", out());
    assertEquals(0, run("--help"));
    assertTrue(out().contains("Exit status"), out());
  }

  @Test
  void wrongUsageIsOneLineThatPointsToHelp() {
    assertEquals(2, send());
    assertEquals("ferry: Missing required parameter: 'TEXT' (see ./ferry send --help)\n", err());
    err.reset();
    assertEquals(2, run("history", "--as", "a", "--with", "b", "--limit", "x", "--token", "t"));
    assertEquals(1, err().lines().count());
    err.reset();
    assertEquals(2, run("nonsense"));
    assertEquals(1, err().lines().count(), err());
    assertTrue(clients.isEmpty());
  }

  @Test
  void sendPrintsTheAck() {
    onStart =
        client -> {
          client.answer.complete(RECEIPT);
          client.online();
        };
    assertEquals(0, send("hello"));
    assertEquals(List.of("d/alice/bob: hello"), clients.get(0).sent);
    assertEquals("sent to bob as #7\n", out());
    out.reset();
    assertEquals(0, send("--json", "hello"));
    assertTrue(out().startsWith("{\"conversation\":\"d/alice/bob\",\"epoch\":1,\"seq\":7,"), out());
    assertEquals(1, out().lines().count());
    assertEquals("", err());
  }

  @Test
  void sendReadsStandardInput() {
    input = "two\nlines ü\n".getBytes(StandardCharsets.UTF_8);
    onStart =
        client -> {
          client.answer.complete(RECEIPT);
          client.online();
        };
    assertEquals(0, send("-"));
    assertEquals(List.of("d/alice/bob: two\nlines ü"), clients.get(0).sent);
    input = new byte[] {(byte) 0xff};
    assertEquals(2, send("-"));
  }

  @Test
  void refusedConnectionEndsAtOnce() {
    onStart = client -> client.disconnected(unreachable(new ConnectException("refused")), false);
    assertEquals(4, send("--timeout", "1d", "hello"));
    assertEquals(
        "ferry: no server at tcp://127.0.0.1:9400: start one with ./ferry up, or name another by"
            + " --server\n",
        err());
    err.reset();
    onStart = client -> client.disconnected(unreachable(new UnknownHostException("x")), false);
    assertEquals(4, send("--timeout", "1d", "--server", "tcp://nowhere.invalid", "hello"));
    assertTrue(err().contains("nowhere.invalid"), err());
  }

  @Test
  void silenceEndsWithTheTimeout() {
    onStart = client -> {};
    assertEquals(4, send("--timeout", "1ms", "hello"));
    onStart = FakeClient::online;
    assertEquals(5, send("--timeout", "1ms", "hello"));
    onStart =
        client ->
            client.disconnected(
                new FerryException(Kind.UNREACHABLE, "UNAVAILABLE", "busy", "", null), false);
    assertEquals(5, send("--timeout", "1ms", "hello"));
  }

  @Test
  void aRefusedTokenAndARefusedMessageHaveTheirOwnStatus() {
    onStart =
        client ->
            client.disconnected(
                new FerryException(Kind.UNAUTHENTICATED, "TOKEN_EXPIRED", "no", "", null), true);
    assertEquals(3, send("hello"));
    assertTrue(err().contains("TOKEN_EXPIRED"), err());
    onStart =
        client ->
            client.disconnected(
                new FerryException(Kind.TERMINATED, "USER_MISMATCH", "as bob", "bob", null), true);
    assertEquals(3, send("hello"));
    onStart =
        client -> {
          client.answer.completeExceptionally(
              new FerryException(Kind.REFUSED, "CONTENT_TOO_LARGE", "too large", "70000", null));
          client.online();
        };
    err.reset();
    assertEquals(6, send("hello"));
    assertEquals("ferry: refused by the server: CONTENT_TOO_LARGE: too large (70000)\n", err());
  }

  @Test
  void tailPrintsUntilTheCount() {
    onStart =
        client -> {
          client.online();
          client.receives(client.message("bob", 1, "one\u001b[0m"));
          client.receives(client.message("bob", 2, "two"));
          client.receives(client.message("bob", 3, "three"));
        };
    assertEquals(0, run("tail", "--as", "alice", "--token", "t", "--count", "2", "--last", "3"));
    assertEquals(3, clients.get(0).options().firstSightMessages());
    assertEquals(2, out().lines().count());
    assertTrue(out().contains("bob -> alice: one\\u001b[0m"), out());
    out.reset();
    assertEquals(0, run("tail", "--as", "alice", "--token", "t", "--count", "1", "--json"));
    assertTrue(out().startsWith("{") && out().endsWith("}\n"), out());
  }

  @Test
  void tailTellsProgramsOfCursorsAndPeopleOfMessagesOnly() {
    onStart =
        client -> {
          client.online();
          client.cursor(new ConversationCursor("d/alice/bob", "bob", 1, 5, 4));
          client.receiptsChanged("g/team");
          client.unread("d/alice/bob", 3);
          client.mentions("d/alice/bob", 2);
          client.receives(client.message("bob", 1, "one"));
          client.unread("d/alice/bob", 4);
        };
    assertEquals(0, run("tail", "--as", "alice", "--token", "t", "--count", "1", "--json"));
    List<String> lines = out().lines().toList();
    assertEquals(
        "{\"event\":\"cursor\",\"conversation\":\"d/alice/bob\",\"user\":\"bob\",\"epoch\":1,"
            + "\"delivered\":5,\"read\":4}",
        lines.get(0));
    assertEquals("{\"event\":\"receipts\",\"conversation\":\"g/team\"}", lines.get(1));
    assertEquals(
        "{\"event\":\"unread\",\"conversation\":\"d/alice/bob\",\"unread\":3,\"total\":3}",
        lines.get(2));
    assertEquals(
        "{\"event\":\"mentions\",\"conversation\":\"d/alice/bob\",\"mentions\":2,\"total\":2}",
        lines.get(3));
    assertEquals(5, lines.size());
    out.reset();
    assertEquals(0, run("tail", "--as", "alice", "--token", "t", "--count", "1"));
    assertEquals(1, out().lines().count());
  }

  @Test
  void tailTellsProgramsWhatIsThereNoLonger() {
    onStart =
        client -> {
          client.online();
          client.happens(news -> news.onExpired(new MessageRef("d/alice/bob", 1, 5)));
          client.happens(
              news ->
                  news.onDeletedForMe(
                      List.of(
                          DeletedForMe.message("g/team", 2, 6), DeletedForMe.upTo("g/x", 3, 7))));
          client.happens(news -> news.onReset("g/x", 3, 4));
          client.receives(client.message("bob", 1, "one"));
        };
    assertEquals(0, run("tail", "--as", "alice", "--token", "t", "--count", "1", "--json"));
    assertEquals(
        List.of(
            "{\"event\":\"expired\",\"conversation\":\"d/alice/bob\",\"epoch\":1,\"seq\":5}",
            "{\"event\":\"deleted\",\"conversation\":\"g/team\",\"epoch\":2,\"seq\":6,"
                + "\"everything\":false}",
            "{\"event\":\"deleted\",\"conversation\":\"g/x\",\"epoch\":3,\"seq\":7,\"everything\":true}",
            "{\"event\":\"reset\",\"conversation\":\"g/x\",\"epoch\":4,\"seq\":0,\"oldEpoch\":3}"),
        out().lines().limit(4).toList());
  }

  @Test
  void receiptsSayWhoHasReadAMessage() {
    onStart =
        client -> {
          client.receipts.complete(
              new MessageReceipts(
                  "g/team", 1, 7, 5, List.of("carol", "alice"), List.of("bob\u0007")));
          client.online();
        };
    assertEquals(0, run("receipts", "--as", "alice", "--token", "t", "--group", "team", "7"));
    assertEquals("read by 2 of 5: alice, carol\ndelivered to 1 more: bob\\u0007\n", out());
    out.reset();
    assertEquals(
        0, run("receipts", "--as", "alice", "--token", "t", "--with", "bob", "7", "--json"));
    assertTrue(out().contains("\"members\":5,\"read\":[\"carol\",\"alice\"]"), out());
    assertEquals(2, run("receipts", "--as", "alice", "--token", "t", "--group", "team"));
    assertEquals(2, run("receipts", "--as", "alice", "--token", "t", "--with", "bob", "0"));
  }

  @Test
  void tailTimesOutWhenTooFewCame() {
    onStart =
        client -> {
          client.online();
          client.receives(client.message("bob", 1, "one"));
        };
    assertEquals(0, run("tail", "--as", "alice", "--token", "t", "--timeout", "1ms"));
    assertEquals(
        5, run("tail", "--as", "alice", "--token", "t", "--timeout", "1ms", "--count", "2"));
    assertEquals("ferry: 1 of 2 messages came in 1 ms\n", err());
    onStart = FakeClient::online;
    assertEquals(5, run("tail", "--as", "alice", "--token", "t", "--timeout", "1ms"));
  }

  @Test
  void historyPagesToTheLimit() {
    onStart =
        client -> {
          for (int seq = 1; seq <= 450; seq++) {
            client.log.add(client.message("bob", seq, "m" + seq));
          }
          client.online();
        };
    assertEquals(0, run("history", "--as", "alice", "--with", "bob", "--token", "t"));
    assertEquals(20, out().lines().count());
    assertTrue(out().contains("#431 ") && out().endsWith("bob: m450\n"), out());
    out.reset();
    assertEquals(
        0,
        run(
            "history",
            "--as",
            "alice",
            "--with",
            "bob",
            "--token",
            "t",
            "--from-seq",
            "2",
            "--limit",
            "1000",
            "--json"));
    assertEquals(449, out().lines().count());
  }

  @Test
  void anEmptyHistoryIsNoError() {
    assertEquals(0, run("history", "--as", "alice", "--with", "bob", "--token", "t"));
    assertEquals("", out());
    assertTrue(err().contains("no messages"), err());
  }

  @Test
  void everyConnectionGetsItsOwnDeviceUnlessNamed() {
    onStart = client -> client.disconnected(unreachable(new ConnectException("refused")), false);
    send("x");
    send("x");
    send("--device", "mine", "x");
    assertTrue(clients.get(0).options().device().matches("cli-[0-9a-f]{8}"));
    assertTrue(!clients.get(0).options().device().equals(clients.get(1).options().device()));
    assertEquals("mine", clients.get(2).options().device());
  }

  @Test
  void tailShowsGroupsAndTheirChanges() {
    GroupChange added = new GroupChange(GroupChange.Kind.ADDED, List.of("bob"), null, 0, null);
    onStart =
        client -> {
          client.online();
          client.receives(FakeClient.inGroup("team", "bob", 1, "hello"));
          client.receives(FakeClient.inGroup("team", "alice", 2, "").withChange(added));
        };
    assertEquals(0, run("tail", "--as", "alice", "--token", "t", "--count", "2"));
    assertTrue(out().contains(" bob -> #team: hello\n"), out());
    assertTrue(out().endsWith(" #team -- alice added bob --\n"), out());
    out.reset();
    assertEquals(0, run("tail", "--as", "alice", "--token", "t", "--count", "2", "--json"));
    String expected = "\"change\":{\"kind\":\"added\",\"users\":[\"bob\"]}}\n";
    assertTrue(out().endsWith(expected), out());
  }

  @Test
  void sendAndHistoryTakeAGroupInsteadOfAUser() {
    onStart =
        client -> {
          client.answer.complete(new SendReceipt(new UUID(0, 1), "g/team", 1, 7, 1000));
          client.log.add(FakeClient.inGroup("team", "bob", 1, "hi"));
          client.online();
        };
    assertEquals(0, run("send", "--as", "alice", "--group", "team", "--token", "t", "x"));
    assertEquals(List.of("g/team: x"), clients.get(0).sent);
    assertEquals("sent to #team as #7\n", out());
    out.reset();
    assertEquals(0, run("history", "--as", "alice", "--group", "#team", "--token", "t"));
    assertTrue(out().endsWith(" bob: hi\n"), out());
    assertEquals(2, run("send", "--as", "alice", "--token", "t", "x"));
    assertEquals(
        2, run("send", "--as", "alice", "--to", "b", "--group", "team", "--token", "t", "x"));
    assertEquals(2, run("history", "--as", "alice", "--group", "no/slash", "--token", "t"));
  }

  @Test
  void completionIsAShellScript() {
    assertEquals(0, run("completion"));
    assertTrue(out().startsWith("#!") && out().contains("history"), "a script");
  }
}
