package dev.ferry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.FakeClient;
import dev.ferry.cli.connect.FakeMessages;
import dev.ferry.cli.terminal.Console;
import dev.ferry.client.FerryException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code ferry message ...} on a client without a server. */
class MessageCommandsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private long answerSeq = 9;
  private boolean refused;
  private FakeMessages messages = new FakeMessages();

  private int run(String... words) {
    List<String> args = new ArrayList<>(List.of("message"));
    args.addAll(List.of(words));
    args.addAll(List.of("--as", "alice", "--with", "bob", "--token", "t"));
    return runWhole(args.toArray(String[]::new));
  }

  private int runWhole(String... words) {
    Console console = new Console(new ByteArrayInputStream(new byte[0]), out, err, true);
    return Main.commandLine(
            new Context(
                console,
                options -> {
                  FakeClient client = new FakeClient(options, this::start);
                  client.log.add(client.message("bob", 1, "hello"));
                  return client;
                }))
        .execute(words);
  }

  private void start(FakeClient client) {
    client.online();
    if (refused) {
      client.messages.answer.completeExceptionally(
          new FerryException(FerryException.Kind.REFUSED, "TOO_LATE", "late", "", null));
    } else {
      client.messages.answer.complete(FakeMessages.receipt(answerSeq));
    }
    messages = client.messages;
  }

  private List<String> askedBy(String... words) {
    assertEquals(0, run(words), err::toString);
    return messages.asked;
  }

  @Test
  void eachCommandNamesTheMessageInItsPresentLife() {
    assertEquals(List.of("recall d/alice/bob#1.1"), askedBy("recall", "1"));
    assertEquals(List.of("edit d/alice/bob#1.1 better"), askedBy("edit", "1", "better"));
    assertEquals(List.of("react d/alice/bob#1.1 👍"), askedBy("react", "1", "👍"));
    assertEquals(List.of("unreact d/alice/bob#1.1 👍"), askedBy("react", "1", "👍", "--remove"));
    assertEquals(List.of("pin d/alice/bob#1.1"), askedBy("pin", "1"));
    assertEquals(List.of("unpin d/alice/bob#1.1"), askedBy("unpin", "1"));
    List<String> forwarded = askedBy("forward", "1", "--to", "carol");
    assertEquals(1, forwarded.size());
    assertTrue(
        forwarded.get(0).startsWith("forward d/alice/carol d/alice/bob#1.1 "), forwarded::toString);
    assertEquals(List.of("deleteForMe d/alice/bob#1.1"), askedBy("delete", "1"));
    assertTrue(text(out).endsWith("deleted for you: #1 with bob\n"), text(out));
    assertTrue(text(out).startsWith("recalled #1 with bob\nedited #1 with bob\n"), text(out));
  }

  @Test
  void sendAnswersAndMentions() {
    assertEquals(
        0,
        runWhole("send", "--as", "alice", "--to", "bob", "--token", "t", "--reply-to", "1", "yes"),
        err::toString);
    assertEquals(1, messages.asked.size());
    assertTrue(messages.asked.get(0).startsWith("send d/alice/bob "), messages.asked::toString);
    assertEquals(
        6,
        runWhole("send", "--as", "alice", "--to", "bob", "--token", "t", "--reply-to", "9", "yes"));
  }

  @Test
  void sendTakesATimeToLive() {
    assertEquals(
        0, runWhole("send", "--as", "alice", "--to", "bob", "--token", "t", "--ttl", "30s", "x"));
    assertEquals(1, messages.asked.size());
    assertEquals(
        2, runWhole("send", "--as", "alice", "--to", "bob", "--token", "t", "--ttl", "0s", "x"));
  }

  @Test
  void nothingToDoIsSaidAndIsNoFailure() {
    answerSeq = 0;
    assertEquals(0, run("pin", "1"));
    assertEquals("nothing to do: #1 with bob\n", text(out));
  }

  @Test
  void whatIsNotThereOrRefusedEndsWithSix() {
    assertEquals(6, run("recall", "7"));
    assertTrue(text(err).contains("no message #7 with bob"), text(err));
    refused = true;
    assertEquals(6, run("recall", "1"));
    assertTrue(text(err).contains("TOO_LATE"), text(err));
  }

  @Test
  void wrongWordsAreWrongUsage() {
    assertEquals(2, run("recall", "zero"));
    assertEquals(2, run("edit", "1"));
    assertEquals(2, run("forward", "1"));
    assertEquals(2, run("forward", "--to", "carol"));
    assertEquals(2, run("forward", "1", "--to", "carol", "--to-group", "team"));
    assertEquals(2, run("react", "1"));
    assertEquals(2, run());
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
