package dev.ferry.cli.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.cli.connect.FakeClient;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.FerryException;
import dev.ferry.client.SendReceipt;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChatSessionTest {
  private final FakeClient client =
      new FakeClient(
          ClientOptions.builder()
              .server(URI.create("tcp://127.0.0.1:1"))
              .user("alice")
              .device("d")
              .tokens(() -> "t")
              .build(),
          FakeClient::online);
  private final FakeScreen screen = new FakeScreen();

  private ChatSession session(@Nullable String peer, long startedMs) {
    ChatSession session =
        new ChatSession(client, screen, new MessageFormat(ZoneOffset.UTC, "->"), peer, startedMs);
    client.addListener(session);
    client.start();
    return session;
  }

  @Test
  void textGoesToThePeerAndTheStatusCountsUntilTheAck() throws Exception {
    ChatSession session = session("bob", 0);
    assertTrue(session.handle("  hello  "));
    assertEquals(List.of("d/alice/bob: hello"), client.sent);
    assertEquals("alice | online | to bob | 1 not acked", screen.status);
    assertEquals(1, session.awaitAcks(Duration.ofMillis(1)));
    client.answer.complete(new SendReceipt(new UUID(0, 1), "d/alice/bob", 1, 1, 1));
    assertEquals("alice | online | to bob", screen.status);
    assertEquals(0, session.awaitAcks(Duration.ofDays(1)));
  }

  @Test
  void withoutAPeerNothingIsSent() {
    ChatSession session = session(null, 0);
    session.handle("hello");
    session.handle("/history");
    assertEquals(List.of(), client.sent);
    assertEquals(List.of("to whom? /to USER first", "with whom? /to USER first"), screen.lines);
  }

  @Test
  void commandsAreNotSentAndADoubledSlashIs() {
    ChatSession session = session("bob", 0);
    assertTrue(session.handle("/nonsense"));
    assertTrue(session.handle("/help"));
    assertTrue(session.handle(""));
    assertFalse(session.handle("/quit"));
    assertEquals(List.of(), client.sent);
    session.handle("//quit");
    assertEquals(List.of("d/alice/bob: /quit"), client.sent);
  }

  @Test
  void switchingShowsTheLastMessages() {
    ChatSession session = session(null, 0);
    client.log.add(client.message("carol", 1, "hi"));
    session.handle("/to carol");
    session.handle("/to no/body");
    assertEquals("-- the last 1 with carol --", screen.lines.get(0));
    assertTrue(screen.lines.get(1).endsWith("carol: hi"));
    assertTrue(screen.lines.get(3).startsWith("/to USER: 'no/body'"), screen.lines.get(3));
    assertEquals(List.of("carol"), session.users());
  }

  @Test
  void messagesOfOthersSayWhoseTheyAreAndOldOnesAreOnlyAnnounced() {
    var unused = session("bob", 10);
    client.receives(client.message("bob", 1, "old, but from the peer"));
    client.receives(client.message("carol", 2, "old"));
    client.receives(client.message("carol", 3, "old"));
    client.receives(client.message("carol", 11, "new\u0007"));
    assertEquals(3, screen.lines.size());
    assertTrue(screen.lines.get(0).endsWith(" bob: old, but from the peer"));
    assertEquals("-- earlier messages with carol: /to carol", screen.lines.get(1));
    assertTrue(screen.lines.get(2).endsWith(" carol -> alice: new\\u0007"));
  }

  @Test
  void aRefusedMessageIsShownWithItsText() {
    ChatSession session = session("bob", 0);
    session.handle("too much");
    client.answer.completeExceptionally(
        new FerryException(FerryException.Kind.REFUSED, "CONTENT_TOO_LARGE", "big", "", null));
    assertEquals(List.of("not sent: too much (CONTENT_TOO_LARGE: big)"), screen.lines);
  }

  private static final class FakeScreen implements Screen {
    final List<String> lines = new ArrayList<>();
    String status = "";

    @Override
    public void line(String line) {
      lines.add(line);
    }

    @Override
    public void status(String text) {
      status = text;
    }

    @Override
    public @Nullable String read() {
      return null;
    }

    @Override
    public void close() {}
  }
}
