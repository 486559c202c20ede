package dev.ferry.client.core;

import static dev.ferry.client.core.CoreFixture.CHAT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.FerryException;
import dev.ferry.client.MessageReceipts;
import dev.ferry.client.settings.ConversationSettings;
import dev.ferry.client.settings.SettingsChange;
import dev.ferry.client.store.InMemoryStore;
import dev.ferry.client.store.Tally;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.Cursor;
import dev.ferry.protocol.v1.CursorMove;
import dev.ferry.protocol.v1.CursorPush;
import dev.ferry.protocol.v1.CursorsMoved;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.GroupChange;
import dev.ferry.protocol.v1.Head;
import dev.ferry.protocol.v1.Heads;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.MessageAck;
import dev.ferry.protocol.v1.MessagePage;
import dev.ferry.protocol.v1.Receipts;
import dev.ferry.protocol.v1.ReceiptsChanged;
import dev.ferry.protocol.v1.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is unread, and what the server is told of it. */
class CursorsTest {
  private CoreFixture fixture = new CoreFixture(new InMemoryStore(), 0, true);

  private static Cursor cursor(long delivered, long read, long count) {
    return Cursor.newBuilder().setDelivered(delivered).setRead(read).setReadCount(count).build();
  }

  private static Head head(long epoch, long seq, long count, Cursor own) {
    return CoreFixture.head(epoch, seq).toBuilder().setCount(count).setOwn(own).build();
  }

  private void push(String sender, long seq, long count) {
    Message message =
        CoreFixture.message(1, seq).toBuilder().setSender(sender).setCount(count).build();
    fixture.receive(ServerFrame.newBuilder().setMessagePush(message));
  }

  private void cursorPush(String user, long epoch, Cursor cursor) {
    CursorPush.Builder push =
        CursorPush.newBuilder().setConversation(CHAT).setUser(user).setEpoch(epoch);
    fixture.receive(ServerFrame.newBuilder().setCursorPush(push.setCursor(cursor)));
  }

  /** Whether nothing was sent but pings. */
  private boolean quiet() {
    fixture.sent.removeIf(ClientFrame::hasPing);
    return fixture.idle();
  }

  private ClientFrame takeMoves() {
    fixture.sent.removeIf(ClientFrame::hasPing);
    return fixture.take(ClientFrame.BodyCase.MOVE_CURSORS);
  }

  private CursorMove takeMove() {
    ClientFrame frame = takeMoves();
    assertEquals(1, frame.getMoveCursors().getMovesCount());
    return frame.getMoveCursors().getMoves(0);
  }

  private void moved(ClientFrame moves, Head... heads) {
    CursorsMoved.Builder answer = CursorsMoved.newBuilder().addAllHeads(List.of(heads));
    fixture.answer(moves, ServerFrame.newBuilder().setCursorsMoved(answer));
  }

  private static Head mentioning(Head head, Long... seqs) {
    return head.toBuilder().addAllMentionSeqs(List.of(seqs)).build();
  }

  private void pushMention(long seq) {
    Message.Builder message = CoreFixture.message(1, seq).toBuilder().addMentions("alice");
    fixture.receive(ServerFrame.newBuilder().setMessagePush(message.setCount(seq)));
  }

  @Test
  void mentionsOfHeadsAndEntriesAreToldUntilTheyAreReadAndOutliveTheProcess() {
    fixture.online(mentioning(head(1, 9, 9, cursor(9, 4, 4)), 5L, 8L));
    assertEquals("mentions " + CHAT + " [5, 8] of 2", fixture.lastNews("mentions"));
    pushMention(10);
    fixture.core.markRead(CHAT, 5, fixture.now);
    assertEquals("mentions " + CHAT + " [8, 10] of 2", fixture.lastNews("mentions"));
    CoreFixture later = new CoreFixture(fixture.store, 0, true);
    assertEquals("mentions " + CHAT + " [8, 10] of 2", later.lastNews("mentions"));
    later.online(mentioning(head(1, 12, 12, cursor(10, 10, 10)), 11L));
    assertEquals("mentions " + CHAT + " [11] of 1", later.lastNews("mentions"));
  }

  @Test
  void mentionsCountWhereMutedAndNotWhereHidden() {
    fixture.online(mentioning(head(1, 9, 9, cursor(9, 4, 4)), 5L));
    set(SettingsChange.muteUntil(1L << 53));
    assertEquals("unread " + CHAT + " 5 of 0", fixture.lastNews("unread"));
    assertEquals("mentions " + CHAT + " [5] of 1", fixture.lastNews("mentions"));
    set(SettingsChange.hide(true));
    assertEquals("mentions " + CHAT + " [5] of 0", fixture.lastNews("mentions"));
    pushMention(10);
    assertEquals("mentions " + CHAT + " [5, 10] of 2", fixture.lastNews("mentions"));
  }

  private void set(SettingsChange change) {
    fixture.core.changeSettings(
        CHAT,
        change,
        new Answer<>() {
          @Override
          public void answered(ConversationSettings now) {}

          @Override
          public void failed(FerryException reason) {
            throw new AssertionError(reason);
          }
        },
        fixture.now);
  }

  @Test
  void storeThatKeptNoMentionsMakesTheNextLifeCompareAllConversations() {
    InMemoryStore store = new InMemoryStore();
    store.saveHeadsVersion(100);
    Tally tally = new Tally(1, 9, 9, 9, 4, 4, 0, false);
    store.saveTally(CHAT, tally.withMentions(List.of(5L), 9));
    assertEquals(100, sinceOfALifeOn(store));
    store.saveTally(CHAT, tally);
    assertEquals(0, sinceOfALifeOn(store));
  }

  private static long sinceOfALifeOn(InMemoryStore store) {
    CoreFixture life = new CoreFixture(store, 0, true).connected();
    return life.sent.element().getLogin().getHeadsSince();
  }

  @Test
  void unreadIsWhatTheHeadCountsBeyondTheCursor() {
    fixture.online(head(1, 9, 7, cursor(9, 4, 3)));
    assertEquals(List.of("unread " + CHAT + " 4 of 4"), fixture.news("unread"));
    push("bob", 10, 8);
    push("bob", 11, 8);
    assertEquals("unread " + CHAT + " 5 of 5", fixture.lastNews("unread"));
  }

  @Test
  void ownMessageFromAnyDeviceReadsWhatCameBefore() {
    fixture.online(head(1, 9, 7, cursor(9, 4, 3)));
    push("alice", 10, 8);
    assertEquals("unread " + CHAT + " 0 of 0", fixture.lastNews("unread"));
    push("bob", 11, 9);
    fixture.send("hello");
    MessageAck.Builder ack = MessageAck.newBuilder().setEpoch(1).setSeq(12).setCount(10);
    ClientFrame send = fixture.sent.pollLast();
    fixture.answer(send, ServerFrame.newBuilder().setMessageAck(ack));
    assertEquals("unread " + CHAT + " 0 of 0", fixture.lastNews("unread"));
  }

  @Test
  void ackWithoutACountChangesNothing() {
    fixture.online(head(1, 9, 7, cursor(9, 4, 3)));
    push("alice", 10, 0);
    assertEquals("unread " + CHAT + " 4 of 4", fixture.lastNews("unread"));
  }

  @Test
  void whatIsReceivedIsReportedAtOnceAndThenOnceASecond() {
    fixture.online(head(1, 9, 7, cursor(9, 9, 7)));
    push("bob", 10, 8);
    ClientFrame first = takeMoves();
    CursorMove move = first.getMoveCursors().getMoves(0);
    assertEquals(10, move.getDelivered());
    assertEquals(0, move.getRead());
    push("bob", 11, 9);
    moved(first, head(1, 11, 9, cursor(10, 9, 7)));
    push("bob", 12, 10);
    fixture.advance(999);
    assertTrue(quiet());
    fixture.advance(1);
    assertEquals(12, takeMove().getDelivered());
  }

  @Test
  void withoutReportsOnlyWhatIsReadIsTold() {
    fixture = new CoreFixture(new InMemoryStore(), 0, false);
    fixture.online(head(1, 9, 7, cursor(9, 9, 7)));
    push("bob", 10, 8);
    assertTrue(quiet());
    fixture.core.markRead(CHAT, 10, fixture.now);
    assertEquals(10, takeMove().getRead());
  }

  @Test
  void readingTheNewestIsKnownBeforeTheServerAnswers() {
    fixture.online(head(1, 9, 7, cursor(9, 4, 3)));
    fixture.core.markRead(CHAT, 50, fixture.now);
    assertEquals("unread " + CHAT + " 0 of 0", fixture.lastNews("unread"));
    assertEquals(9, takeMove().getRead());
  }

  @Test
  void readingAnOlderOneIsKnownWithTheAnswer() {
    fixture.online(head(1, 9, 7, cursor(9, 4, 3)));
    fixture.core.markRead(CHAT, 6, fixture.now);
    assertEquals("unread " + CHAT + " 4 of 4", fixture.lastNews("unread"));
    moved(takeMoves(), head(1, 9, 7, cursor(9, 6, 5)));
    assertEquals("unread " + CHAT + " 2 of 2", fixture.lastNews("unread"));
    fixture.advance(900);
    fixture.core.markRead(CHAT, 5, fixture.now);
    fixture.advance(200);
    assertTrue(quiet(), "never back");
  }

  @Test
  void whatHistoryIsAheadOfThePushesWithCanBeRead() {
    fixture.online(head(1, 9, 9, cursor(9, 9, 9)));
    history(1, 10, 11);
    assertEquals("unread " + CHAT + " 2 of 2", fixture.lastNews("unread"));
    fixture.core.markRead(CHAT, 11, fixture.now);
    assertEquals(11, takeMove().getRead());
    push("bob", 10, 10);
    push("bob", 11, 11);
    assertEquals("unread " + CHAT + " 0 of 0", fixture.lastNews("unread"));
  }

  @Test
  void historyOfAnotherLifeOfTheLogSaysNothingOfThisOne() {
    fixture.online(head(2, 9, 9, cursor(9, 9, 9)));
    history(1, 10, 11);
    fixture.core.markRead(CHAT, 11, fixture.now);
    assertTrue(quiet());
  }

  @Test
  void oldHistoryTakesNoCursorBackInALaterLife() {
    fixture.online(head(1, 9, 9, cursor(9, 9, 9)));
    cursorPush("bob", 1, cursor(9, 9, 9));
    fixture = new CoreFixture(fixture.store, 0, true);
    fixture.online();
    history(1, 3, 4);
    assertEquals("none", fixture.lastNews("cursor"));
    assertEquals(List.of("unread " + CHAT + " 0 of 0"), fixture.news("unread"));
  }

  @Test
  void historyOfAConversationThatNothingElseToldOfYetIsNotItsEnd() {
    fixture.online();
    history(1, 3, 4);
    assertEquals("none", fixture.lastNews("unread"));
    fixture.core.markRead(CHAT, 9, fixture.now);
    fixture.headPush(head(1, 9, 9, cursor(5, 5, 5)));
    fixture.takeFetch();
    assertEquals(9, takeMove().getRead());
  }

  /** The app looks at these entries of bob's. */
  private void history(long epoch, long... seqs) {
    fixture.ask(Question.history(CHAT, seqs[0], seqs.length));
    MessagePage.Builder page =
        MessagePage.newBuilder().setConversation(CHAT).setEpoch(epoch).setFirstSeq(1);
    for (long seq : seqs) {
      page.addMessages(CoreFixture.message(epoch, seq).toBuilder().setCount(seq)).setHeadSeq(seq);
    }
    ClientFrame fetch = fixture.takeFetch();
    fixture.answer(fetch, ServerFrame.newBuilder().setMessagePage(page));
  }

  @Test
  void whatTheListOfConversationsIsAheadOfThePushesWithCanBeRead() {
    fixture.online(head(1, 9, 9, cursor(9, 9, 9)));
    fixture.ask(Question.conversations(""));
    Heads.Builder heads = Heads.newBuilder().addHeads(head(1, 11, 11, cursor(9, 9, 9)));
    fixture.answer(
        fixture.take(ClientFrame.BodyCase.FETCH_HEADS), ServerFrame.newBuilder().setHeads(heads));
    assertEquals("unread " + CHAT + " 2 of 2", fixture.lastNews("unread"));
    fixture.takeFetch();
    fixture.core.markRead(CHAT, 11, fixture.now);
    assertEquals(11, takeMove().getRead());
  }

  @Test
  void whatTheServerDoesNotMoveIsNotReadAndNotAskedAgain() {
    fixture.online(head(1, 9, 7, cursor(9, 4, 3)));
    fixture.core.markRead(CHAT, 9, fixture.now);
    moved(takeMoves(), head(1, 9, 7, cursor(9, 4, 3)));
    assertEquals("unread " + CHAT + " 4 of 4", fixture.lastNews("unread"));
    fixture.advance(900);
    assertTrue(quiet());
  }

  @Test
  void unansweredMovesAreSentAgainOnTheNextConnection() {
    fixture.online(head(1, 9, 7, cursor(9, 4, 3)));
    fixture.core.markRead(CHAT, 9, fixture.now);
    takeMoves();
    fixture.core.closed(fixture.connection, "gone", null, fixture.now);
    fixture.reconnected().loggedIn();
    assertEquals(9, takeMove().getRead());
  }

  @Test
  void whatWasReadOfflineIsToldByALaterLife() {
    fixture.online(head(1, 9, 7, cursor(9, 4, 3)));
    fixture.core.closed(fixture.connection, "gone", null, fixture.now);
    fixture.core.markRead(CHAT, 9, fixture.now);
    CoreFixture later = new CoreFixture(fixture.store, 0, true);
    assertEquals(List.of("unread " + CHAT + " 0 of 0"), later.news("unread"));
    later.online();
    CursorMove move = later.take(ClientFrame.BodyCase.MOVE_CURSORS).getMoveCursors().getMoves(0);
    assertEquals(9, move.getRead());
    assertEquals(1, move.getEpoch());
  }

  @Test
  void whatIsUnreadIsKnownToALaterLifeThoughNoHeadTellsOfIt() {
    fixture.online(head(1, 9, 7, cursor(9, 4, 3)));
    CoreFixture later = new CoreFixture(fixture.store, 0, true);
    later.online();
    assertEquals(List.of("unread " + CHAT + " 4 of 4"), later.news("unread"));
    assertTrue(later.idle());
  }

  @Test
  void refusedMovesAreRetriedOnlyWhenThatHelps() {
    fixture.online(head(1, 9, 7, cursor(9, 4, 3)));
    fixture.core.markRead(CHAT, 9, fixture.now);
    fixture.refuse(takeMoves(), ErrorCode.RATE_LIMITED, Duty.RETRY, 700);
    fixture.advance(699);
    assertTrue(quiet());
    fixture.advanceInSteps(1_500);
    fixture.refuse(takeMoves(), ErrorCode.INVALID_ARGUMENT, Duty.FIX, 0);
    fixture.advance(900);
    assertTrue(quiet());
  }

  @Test
  void batchHasAHundredConversationsAtMost() {
    List<Head> heads = new ArrayList<>();
    for (int n = 0; n < 150; n++) {
      heads.add(head(1, 9, 7, cursor(9, 4, 3)).toBuilder().setConversation("g/g" + n).build());
    }
    fixture.online(heads.toArray(new Head[0]));
    for (int n = 0; n < 150; n++) {
      fixture.core.markRead("g/g" + n, 9, fixture.now);
    }
    ClientFrame first = takeMoves();
    assertEquals(1, first.getMoveCursors().getMovesCount(), "at once");
    moved(first);
    fixture.advance(1_000);
    assertEquals(100, takeMoves().getMoveCursors().getMovesCount());
  }

  @Test
  void anotherDevicesReadingAndThePeersAreNews() {
    fixture.online(head(1, 9, 7, cursor(9, 4, 3)));
    cursorPush("alice", 1, cursor(9, 9, 7));
    assertEquals("unread " + CHAT + " 0 of 0", fixture.lastNews("unread"));
    assertEquals("cursor alice in " + CHAT + ": 9, read 9", fixture.lastNews("cursor"));
    cursorPush("bob", 1, cursor(9, 8, 6));
    assertEquals("cursor bob in " + CHAT + ": 9, read 8", fixture.lastNews("cursor"));
    int before = fixture.news("cursor").size();
    cursorPush("bob", 1, cursor(8, 8, 6));
    cursorPush("bob", 2, cursor(80, 80, 60));
    assertEquals(before, fixture.news("cursor").size(), "old, and of another life of the log");
  }

  @Test
  void messageOfThePeerSaysThatItHasReadWhatCameBefore() {
    fixture.online(head(1, 9, 7, cursor(9, 9, 7)));
    push("bob", 10, 8);
    assertEquals("cursor bob in " + CHAT + ": 10, read 10", fixture.lastNews("cursor"));
  }

  @Test
  void anotherLifeOfTheLogBeginsWithWhatTheServerSays() {
    fixture.online(head(1, 9, 7, cursor(9, 4, 3)));
    fixture.core.markRead(CHAT, 8, fixture.now);
    ClientFrame moves = takeMoves();
    moved(moves, head(2, 5, 4, cursor(3, 3, 2)));
    assertEquals("unread " + CHAT + " 2 of 2", fixture.lastNews("unread"));
  }

  @Test
  void nothingIsUnreadInAGroupThatWasLeftAndWhoComesInBeginsWithNothing() {
    String group = "g/team";
    fixture.online(head(1, 9, 7, cursor(9, 4, 3)).toBuilder().setConversation(group).build());
    change(group, GroupChange.Kind.REMOVED, 10, 7);
    assertEquals("unread " + group + " 0 of 0", fixture.lastNews("unread"));
    change(group, GroupChange.Kind.ADDED, 15, 11);
    Message.Builder next =
        CoreFixture.message(1, 16).toBuilder().setConversation(group).setCount(12);
    fixture.receive(ServerFrame.newBuilder().setMessagePush(next));
    assertEquals("unread " + group + " 1 of 1", fixture.lastNews("unread"));
  }

  private void change(String group, GroupChange.Kind kind, long seq, long count) {
    Message.Builder entry =
        CoreFixture.message(1, seq).toBuilder()
            .setConversation(group)
            .setCount(count)
            .setContent(Content.getDefaultInstance())
            .setChange(GroupChange.newBuilder().setKind(kind).addUsers("alice"));
    fixture.receive(ServerFrame.newBuilder().setMessagePush(entry));
  }

  @Test
  void receiptsAreAskedForAndTheirChangesTold() {
    fixture.online();
    fixture.ask(Question.receipts("g/team", 7));
    ClientFrame call = fixture.take(ClientFrame.BodyCase.FETCH_RECEIPTS);
    assertEquals(7, call.getFetchReceipts().getSeq());
    Receipts.Builder receipts =
        Receipts.newBuilder().setConversation("g/team").setSeq(7).setMembers(3).addRead("bob");
    fixture.answer(call, ServerFrame.newBuilder().setReceipts(receipts));
    assertEquals(List.of("bob"), ((MessageReceipts) fixture.answers.get(0)).read());
    ReceiptsChanged.Builder changed = ReceiptsChanged.newBuilder().setConversation("g/team");
    fixture.receive(ServerFrame.newBuilder().setReceiptsChanged(changed));
    assertEquals(List.of("receipts g/team"), fixture.news("receipts"));
  }
}
