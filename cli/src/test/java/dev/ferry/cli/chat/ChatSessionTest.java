package dev.ferry.cli.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.cli.connect.FakeClient;
import dev.ferry.cli.connect.FakeGroups;
import dev.ferry.cli.connect.FakeMessages;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.ConversationCursor;
import dev.ferry.client.FerryException;
import dev.ferry.client.MessageContent;
import dev.ferry.client.MessageReceipts;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.ReceivedSignal;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.device.Platform;
import dev.ferry.client.group.GroupMember;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.group.GroupRole;
import dev.ferry.client.group.MembersPage;
import dev.ferry.client.message.Operation;
import dev.ferry.client.presence.UserPresence;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
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
        new ChatSession(
            client,
            screen,
            new MessageFormat(ZoneOffset.UTC, "->"),
            peer == null ? null : client.directWith(peer),
            startedMs);
    client.addListener(session);
    session.begin();
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
  void ticksTellWhatBecameOfTheLastOwnMessage() {
    ChatSession session = session("bob", 0);
    client.receives(client.message("bob", 1, "hi"));
    assertEquals("alice | online | to bob", screen.status);
    client.receives(mine("d/alice/bob", 2));
    assertEquals("alice | online | to bob | ✓ sent", screen.status);
    client.cursor(new ConversationCursor("d/alice/bob", "bob", 1, 2, 1));
    assertEquals("alice | online | to bob | ✓✓ delivered", screen.status);
    client.cursor(new ConversationCursor("d/alice/bob", "alice", 1, 2, 2));
    assertEquals("alice | online | to bob | ✓✓ delivered", screen.status, "one's own");
    client.cursor(new ConversationCursor("d/alice/bob", "bob", 1, 2, 2));
    assertEquals("alice | online | to bob | ✓✓ read", screen.status);
    session.handle("/to carol");
    assertEquals("alice | online | to carol", screen.status);
  }

  @Test
  void ticksOfAGroupCountItsMembers() {
    ChatSession session = session(null, 0);
    session.handle("/group team");
    client.receives(mine("g/team", 7));
    client.receipts.complete(
        new MessageReceipts("g/team", 1, 7, 4, List.of("alice"), List.of("bob", "carol")));
    client.receiptsChanged("g/team");
    assertEquals("alice | online | #team | ✓✓ delivered to 2 of 3", screen.status);
    client.receipts =
        CompletableFuture.completedFuture(
            new MessageReceipts("g/team", 1, 7, 4, List.of("alice", "bob"), List.of("carol")));
    client.receiptsChanged("g/team");
    assertEquals("alice | online | #team | ✓✓ read by 1 of 3", screen.status);
  }

  private ReceivedMessage mine(String conversation, long seq) {
    MessageContent text = MessageContent.text("x");
    return new ReceivedMessage(conversation, 1, seq, seq, "alice", "d", new UUID(0, seq), text);
  }

  @Test
  void whatIsShownIsReadAndWhatIsNotCountsInTheStatus() {
    ChatSession session = session("bob", 0);
    client.receives(client.message("bob", 3, "shown"));
    client.receives(client.message("carol", 4, "elsewhere"));
    assertEquals(List.of("d/alice/bob: 3"), client.read);
    client.unread("d/alice/carol", 2);
    assertEquals("alice | online | to bob | 2 unread", screen.status);
    client.mentions("d/alice/carol", 1);
    assertEquals("alice | online | to bob | 2 unread, 1 @you", screen.status);
    client.log.add(client.message("carol", 1, "hi"));
    session.handle("/to carol");
    assertEquals(List.of("d/alice/bob: 3", "d/alice/carol: 1"), client.read);
  }

  @Test
  void whoIsThereAndWhoWritesIsInTheStatus() {
    ChatSession session = session("bob", 0);
    assertEquals(Set.of("bob"), client.presences.watched);
    client.shows(new UserPresence("bob", List.of(Platform.PHONE), 0, "on a \u001bferry"));
    assertEquals("alice | online | to bob, online (phone)", screen.status);
    assertEquals(List.of("-- bob is online (phone): on a \\u001bferry --"), screen.lines);
    client.hears(typing("d/alice/bob", "bob"));
    client.hears(typing("d/alice/carol", "carol"));
    assertEquals("alice | online | to bob, online (phone), bob is writing", screen.status);
    client.receives(client.message("bob", 1, "hello"));
    assertEquals("alice | online | to bob, online (phone)", screen.status);
    session.handle("/to carol");
    assertEquals(Set.of("carol"), client.presences.watched);
    client.shows(new UserPresence("bob", List.of(), 7, ""));
    assertEquals("alice | online | to carol", screen.status);
    session.typed();
    assertEquals(List.of("d/alice/carol signals typing"), client.sent);
  }

  private static ReceivedSignal typing(String conversation, String sender) {
    return new ReceivedSignal(conversation, sender, "d", ReceivedSignal.TYPING, new byte[0]);
  }

  @Test
  void withoutAPeerNothingIsSent() {
    ChatSession session = session(null, 0);
    session.handle("hello");
    session.handle("/history");
    assertEquals(List.of(), client.sent);
    assertEquals(
        List.of(
            "to whom? /to USER or /group NAME first", "with whom? /to USER or /group NAME first"),
        screen.lines);
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
  void whoIsTalkedToOrIsNamedIsBlockedAndUnblocked() {
    ChatSession session = session("bob", 0);
    session.handle("/block");
    session.handle("/block carol");
    assertEquals(List.of("bob", "carol"), client.privacy.blocked);
    session.handle("/unblock bob");
    assertEquals(List.of("carol"), client.privacy.blocked);
    session.handle("/block not a user");
    session.handle("/group team");
    session.handle("/block");
    assertEquals(List.of("carol"), client.privacy.blocked);
    assertTrue(screen.lines.contains("-- blocked bob --"), screen.lines.toString());
    assertTrue(screen.lines.contains("-- unblocked bob --"), screen.lines.toString());
    assertEquals(2, screen.lines.stream().filter(line -> line.startsWith("whom? ")).count());
    assertEquals("alice | online | #team", screen.status);
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
    assertEquals(List.of("carol"), session.completions("/to"));
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

  @Test
  void groupIsJoinedAndTalkedIn() {
    ChatSession session = session("bob", 0);
    session.handle("/members");
    session.handle("/join no/group");
    client.groups.answer(FakeGroups.receipt(5, false));
    session.handle("/join team secret");
    assertEquals(List.of("join[g/team, secret]"), client.groups.asked);
    assertEquals("in which group? /group NAME first", screen.lines.get(0));
    assertTrue(screen.lines.get(1).startsWith("/join NAME: 'no/group'"), screen.lines.get(1));
    assertEquals(2, screen.lines.size(), "the entry that tells of the joining comes by itself");
    assertEquals("alice | online | #team", screen.status);
    session.handle("hello");
    assertEquals(List.of("g/team: hello"), client.sent);
    assertEquals(List.of("team"), session.completions("/group"));
  }

  @Test
  void requestThatWaitsDoesNotSwitch() {
    ChatSession session = session("bob", 0);
    client.groups.answer(FakeGroups.receipt(5, true));
    session.handle("/join team");
    assertEquals(
        List.of("-- asked to join #team; you will see when you are let in --"), screen.lines);
    assertEquals("alice | online | to bob", screen.status);
  }

  @Test
  void whatIsTypedAfterACommandGoesWhereTheCommandLeads() {
    ChatSession session = session("bob", 0);
    CompletableFuture<GroupReceipt> made = new CompletableFuture<>();
    client.groups.answers.add(made);
    session.handle("/create team");
    session.handle("early");
    assertEquals(List.of("g/team: early"), client.sent);
    assertEquals("alice | online | #team | 2 not acked", screen.status);
    made.completeExceptionally(
        new FerryException(FerryException.Kind.REFUSED, "ALREADY_EXISTS", "taken", "", null));
    assertEquals("alice | online | to bob | 1 not acked", screen.status);
    CompletableFuture<GroupReceipt> left = new CompletableFuture<>();
    session.handle("/group team");
    client.groups.answers.add(left);
    session.handle("/leave");
    session.handle("to nobody");
    assertEquals(1, client.sent.size());
    session.handle("/to carol");
    left.completeExceptionally(
        new FerryException(FerryException.Kind.REFUSED, "ROLE_NOT_ALLOWED", "owner", "", null));
    assertEquals("alice | online | to carol | 1 not acked", screen.status, "not pulled back");
  }

  @Test
  void theEndOfAChatWaitsForChangesUnderWay() throws Exception {
    ChatSession session = session("bob", 0);
    CompletableFuture<GroupReceipt> left = new CompletableFuture<>();
    session.handle("/group team");
    session.handle("/members");
    assertEquals(0, session.awaitAcks(Duration.ofMillis(1)), "a question changes nothing");
    client.groups.answers.add(left);
    session.handle("/leave");
    assertEquals(1, session.awaitAcks(Duration.ofMillis(1)));
    left.completeExceptionally(
        new FerryException(FerryException.Kind.REFUSED, "ROLE_NOT_ALLOWED", "owner", "", null));
    assertEquals(0, session.awaitAcks(Duration.ofDays(1)));
    assertEquals("alice | online | #team", screen.status);
  }

  @Test
  void groupIsMadeChangedAndLeft() {
    ChatSession session = session(null, 0);
    for (int i = 0; i < 4; i++) {
      client.groups.answer(FakeGroups.receipt(i, false));
    }
    session.handle("/create team bob carol");
    session.handle("/add dave");
    session.handle("/remove bob, carol");
    session.handle("/leave");
    assertTrue(client.groups.asked.get(0).startsWith("create[g/team, "));
    assertTrue(client.groups.asked.get(0).endsWith(", [bob, carol]]"));
    assertEquals(
        List.of("add[g/team, [dave]]", "remove[g/team, [bob, carol]]", "leave[g/team]"),
        client.groups.asked.subList(1, 4));
    assertEquals("alice | online | /to USER or /group NAME to begin", screen.status);
  }

  @Test
  void membersAreListedAndRefusalsTold() {
    ChatSession session = session(null, 0);
    GroupMember owner = new GroupMember("alice", GroupRole.OWNER, 0, 1, 1, false);
    GroupMember bob = new GroupMember("bob", GroupRole.MEMBER, 0, 1, 1, false);
    session.handle("/group team");
    client.groups.answer(new MembersPage(List.of(owner, bob), "c", true, true));
    session.handle("/members");
    assertEquals("-- 2 in #team: alice (owner), bob --", screen.lines.get(1));
    client.groups.answers.add(
        CompletableFuture.failedFuture(
            new FerryException(
                FerryException.Kind.REFUSED, "ROLE_NOT_ALLOWED", "not you", "", null)));
    session.handle("/add carol");
    assertEquals("-- not done: ROLE_NOT_ALLOWED: not you --", screen.lines.get(2));
  }

  @Test
  void entriesOfAnotherGroupNameIt() {
    ChatSession session = session("bob", 10);
    client.receives(FakeClient.inGroup("team", "bob", 1, "old"));
    client.receives(FakeClient.inGroup("team", "bob", 11, "new"));
    assertEquals("-- earlier messages in #team: /group #team", screen.lines.get(0));
    assertTrue(screen.lines.get(1).endsWith(" bob -> #team: new"), screen.lines.get(1));
    session.handle("/group #team");
    assertEquals("alice | online | #team", screen.status);
  }

  @Test
  void commandsAreCompletedAndExplained() {
    ChatSession session = session("bob", 0);
    session.handle("/help");
    for (String command : session.completions("")) {
      assertTrue(
          screen.lines.stream().anyMatch(line -> line.startsWith(command)), "help of " + command);
    }
    assertTrue(session.completions("").contains("/join"));
    assertEquals(List.of(), session.completions("/leave"));
  }

  @Test
  void operationsGoToTheLastMessageThatFitsOrToTheOneOfTheNumber() {
    ChatSession session = session("bob", 0);
    session.handle("/react 👍");
    client.receives(client.message("bob", 1, "one"));
    client.receives(own(2, "mine"));
    client.receives(client.message("bob", 3, "three"));
    client.receives(own(4, "mine, too"));
    session.handle("/react 👍");
    session.handle("/react #1 -👍");
    session.handle("/reply yes");
    session.handle("/edit better");
    session.handle("/edit #2   best of all ");
    session.handle("/recall");
    session.handle("/pin #3");
    assertEquals(
        List.of(
            "react d/alice/bob#1.4 👍",
            "unreact d/alice/bob#1.1 👍",
            "reply d/alice/bob#1.3 yes",
            "edit d/alice/bob#1.4 better",
            "edit d/alice/bob#1.2 best of all",
            "recall d/alice/bob#1.4",
            "pin d/alice/bob#1.3"),
        client.messages.asked);
    assertEquals("on which message? #N, as /history shows them", screen.lines.get(0));
  }

  @Test
  void operationsThatSayTooLittleAreNotSent() {
    ChatSession session = session("bob", 0);
    client.receives(own(1, "mine"));
    session.handle("/edit #1");
    session.handle("/reply");
    session.handle("/react");
    session.handle("/recall #9");
    session.handle("/unpin");
    assertEquals(List.of(), client.messages.asked);
    assertEquals(6, screen.lines.size());
    assertEquals("-- there is no #9 here --", screen.lines.get(4));
  }

  @Test
  void whatIsDoneToAMessageIsToldWithItsWords() {
    ChatSession session = session("bob", 0);
    client.receives(client.message("bob", 1, "one"));
    client.receives(
        client.message("bob", 2, "").withOperation(new Operation(Operation.Kind.PIN, 1, "")));
    assertTrue(screen.lines.get(1).endsWith("-- bob pinned #1 \"one\" --"), screen.lines.get(1));
    session.handle("/unpin");
    assertEquals(List.of("unpin d/alice/bob#1.1"), client.messages.asked);
    assertEquals("alice | online | to bob | 1 not acked", screen.status);
    client.messages.answer.complete(FakeMessages.receipt(0));
    assertEquals("-- that is so already --", screen.lines.get(2));
    assertEquals("alice | online | to bob", screen.status);
  }

  private ReceivedMessage own(long seq, String text) {
    return new ReceivedMessage(
        "d/alice/bob", 1, seq, seq, "alice", "d", new UUID(0, seq), MessageContent.text(text));
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
