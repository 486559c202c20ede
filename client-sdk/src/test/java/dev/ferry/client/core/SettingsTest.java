package dev.ferry.client.core;

import static dev.ferry.client.core.CoreFixture.CHAT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.FerryException;
import dev.ferry.client.message.MessageRef;
import dev.ferry.client.settings.SettingsChange;
import dev.ferry.client.store.InMemoryStore;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.ClientFrame.BodyCase;
import dev.ferry.protocol.v1.ConversationSettings;
import dev.ferry.protocol.v1.Cursor;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.Head;
import dev.ferry.protocol.v1.LogPlace;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.protocol.v1.SettingsChanged;
import dev.ferry.protocol.v1.SettingsPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the user wants conversations: here, on the server, and in the next life. */
class SettingsTest {
  private final InMemoryStore store = new InMemoryStore();
  private CoreFixture fixture = new CoreFixture(store, 0);
  private final List<String> answers = new ArrayList<>();

  private void change(String conversation, SettingsChange change) {
    fixture.core.changeSettings(
        conversation,
        change,
        new Answer<>() {
          @Override
          public void answered(dev.ferry.client.settings.ConversationSettings now) {
            answers.add("done " + now);
          }

          @Override
          public void failed(FerryException reason) {
            answers.add("failed " + reason.code());
          }
        },
        fixture.now);
  }

  private ClientFrame take(BodyCase body) {
    fixture.sent.removeIf(ClientFrame::hasPing);
    return fixture.take(body);
  }

  private static ConversationSettings pinned(long version, long previous) {
    return ConversationSettings.newBuilder()
        .setConversation(CHAT)
        .setVersion(version)
        .setPrevious(previous)
        .setPinned(true)
        .build();
  }

  private void changed(ClientFrame call, ConversationSettings... settings) {
    SettingsChanged.Builder answer = SettingsChanged.newBuilder().addAllSettings(List.of(settings));
    fixture.answer(call, ServerFrame.newBuilder().setSettingsChanged(answer));
  }

  private static Head head(long seq, long count, long read, long readCount) {
    return CoreFixture.head(1, seq).toBuilder()
        .setCount(count)
        .setOwn(Cursor.newBuilder().setDelivered(seq).setRead(read).setReadCount(readCount))
        .build();
  }

  @Test
  void whatIsChangedOfflineIsShownAtOnceAndToldInALaterLife() {
    change(CHAT, SettingsChange.pin(true));
    change(CHAT, SettingsChange.remark("bob"));
    change(CHAT, SettingsChange.remark("bobby"));
    assertEquals("settings " + CHAT + " pinned 5+0", fixture.lastNews("settings"));
    fixture = new CoreFixture(store, 0);
    fixture.online();
    ClientFrame call = take(BodyCase.CHANGE_SETTINGS);
    assertEquals(1, call.getChangeSettings().getChangesCount());
    assertTrue(call.getChangeSettings().getChanges(0).getPinned());
    assertEquals("bobby", call.getChangeSettings().getChanges(0).getRemark());
    assertFalse(call.getChangeSettings().getChanges(0).hasDraft());
    assertEquals("settings " + CHAT + " pinned 5+0", fixture.lastNews("settings"));
  }

  @Test
  void whatIsRefusedIsUndoneButNotWhatWasBesideIt() {
    fixture.connected();
    change(CHAT, SettingsChange.pin(true));
    change("g/gone", SettingsChange.pin(true));
    fixture.loggedIn();
    ClientFrame both = take(BodyCase.CHANGE_SETTINGS);
    assertEquals(2, both.getChangeSettings().getChangesCount());
    fixture.refuse(both, ErrorCode.FORBIDDEN, Duty.FIX, 0);
    ClientFrame one = take(BodyCase.CHANGE_SETTINGS);
    assertEquals(1, one.getChangeSettings().getChangesCount());
    changed(one, pinned(7, 0));
    fixture.refuse(take(BodyCase.CHANGE_SETTINGS), ErrorCode.FORBIDDEN, Duty.FIX, 0);
    assertEquals(List.of("done " + CHAT + " pinned 0+0", "failed FORBIDDEN"), answers);
    assertEquals("settings g/gone 0+0", fixture.lastNews("settings"));
    assertTrue(fixture.sent.isEmpty());
  }

  private Answer<dev.ferry.client.settings.ConversationSettings> answer() {
    return new Answer<>() {
      @Override
      public void answered(dev.ferry.client.settings.ConversationSettings now) {
        answers.add("done");
      }

      @Override
      public void failed(FerryException reason) {
        answers.add("failed " + reason.code());
      }
    };
  }

  private void delete(long seq) {
    fixture.core.delete(CHAT, new MessageRef(CHAT, 1, seq), answer(), fixture.now);
  }

  private static ConversationSettings.Builder record(long version, long previous) {
    return ConversationSettings.newBuilder()
        .setConversation(CHAT)
        .setVersion(version)
        .setPrevious(previous);
  }

  @Test
  void whatIsDeletedOfflineIsGoneAtOnceAndToldInALaterLife() {
    delete(3);
    assertEquals("deleted [" + CHAT + "#1.3] []", fixture.lastNews("deleted"));
    fixture = new CoreFixture(store, 0);
    fixture.online();
    assertEquals("deleted [" + CHAT + "#1.3] []", fixture.lastNews("deleted"));
    ClientFrame call = take(BodyCase.CHANGE_SETTINGS);
    LogPlace place = SettingsWire.place(1, 3);
    assertEquals(
        List.of(
            dev.ferry.protocol.v1.SettingsChange.newBuilder()
                .setConversation(CHAT)
                .setDeleted(place)
                .build()),
        call.getChangeSettings().getChangesList());
    changed(call, record(7, 0).setDeleted(place).build());
    fixture = new CoreFixture(store, 0);
    fixture.online();
    assertEquals("deleted [" + CHAT + "#1.3] []", fixture.lastNews("deleted"));
  }

  @Test
  void aDeletionThatIsRefusedIsUndone() {
    fixture.online();
    delete(3);
    fixture.refuse(take(BodyCase.CHANGE_SETTINGS), ErrorCode.TOO_MANY, Duty.FIX, 0);
    assertEquals(List.of("failed TOO_MANY"), answers);
    assertEquals("deleted [] [" + CHAT + "#1.3]", fixture.lastNews("deleted"));
    assertEquals(Map.of(), store.loadSettings());
  }

  @Test
  void clearingForgetsWhatItReachesOnceTheServerHasIt() {
    fixture.online(head(9, 9, 9, 9));
    delete(3);
    delete(12);
    LogPlace three = SettingsWire.place(1, 3);
    LogPlace twelve = SettingsWire.place(1, 12);
    changed(take(BodyCase.CHANGE_SETTINGS), record(7, 0).setDeleted(three).build());
    changed(take(BodyCase.CHANGE_SETTINGS), record(8, 7).setDeleted(twelve).build());
    fixture.core.delete(CHAT, null, answer(), fixture.now);
    assertEquals("deleted [" + CHAT + " up to 1.9] []", fixture.lastNews("deleted"));
    ClientFrame call = take(BodyCase.CHANGE_SETTINGS);
    assertEquals(SettingsWire.place(1, 9), call.getChangeSettings().getChanges(0).getCleared());
    changed(call, record(9, 8).setCleared(SettingsWire.place(1, 9)).build());
    assertEquals("deleted [] [" + CHAT + "#1.3]", fixture.lastNews("deleted"));
    assertEquals(2, store.loadSettings().size());
    // One that waited elsewhere comes late, and the server writes nothing of it.
    delete(4);
    changed(
        take(BodyCase.CHANGE_SETTINGS), record(0, 0).setDeleted(SettingsWire.place(1, 4)).build());
    assertEquals("deleted [] [" + CHAT + "#1.4]", fixture.lastNews("deleted"));
    assertEquals(2, store.loadSettings().size());
  }

  @Test
  void aConversationOfWhichNothingIsKnownIsNotCleared() {
    fixture.online();
    fixture.core.delete("g/other", null, answer(), fixture.now);
    assertEquals(List.of("failed UNKNOWN_CONVERSATION"), answers);
  }

  @Test
  void changesThatFollowOneAnotherAreNotAskedForAndThoseWithAGapAre() {
    fixture.online();
    fixture.receive(ServerFrame.newBuilder().setSettingsPush(pinned(7, 0)));
    fixture.receive(ServerFrame.newBuilder().setSettingsPush(pinned(8, 7)));
    assertTrue(fixture.sent.isEmpty());
    assertEquals(8, store.loadSettingsVersion());
    fixture.receive(ServerFrame.newBuilder().setSettingsPush(pinned(12, 11)));
    ClientFrame fetch = take(BodyCase.FETCH_SETTINGS);
    assertEquals(8, fetch.getFetchSettings().getSince());
    SettingsPage.Builder page = SettingsPage.newBuilder().setVersion(12);
    fixture.answer(fetch, ServerFrame.newBuilder().setSettingsPage(page));
    assertEquals(12, store.loadSettingsVersion());
    assertEquals("settings " + CHAT + " pinned 0+0", fixture.lastNews("settings"));
  }

  @Test
  void anAnswerThatChangedNothingSaysNothingOfWhatWasChangedElsewhere() {
    fixture.online();
    change(CHAT, SettingsChange.pin(true));
    changed(take(BodyCase.CHANGE_SETTINGS), pinned(9, 9));
    assertEquals(0, take(BodyCase.FETCH_SETTINGS).getFetchSettings().getSince());
  }

  @Test
  void whatComesLateSaysNothingAboutWhatIsNewer() {
    fixture.online();
    ConversationSettings newer = pinned(8, 0).toBuilder().clearPinned().setRemark("new").build();
    fixture.receive(ServerFrame.newBuilder().setSettingsPush(newer));
    fixture.receive(ServerFrame.newBuilder().setSettingsPush(pinned(7, 0)));
    assertEquals("settings " + CHAT + " 3+0", fixture.lastNews("settings"));
  }

  @Test
  void whatGotNoAnswerIsToldAgainBelowWhatIsNewer() {
    fixture.online();
    change(CHAT, SettingsChange.remark("one"));
    take(BodyCase.CHANGE_SETTINGS);
    change(CHAT, SettingsChange.remark("newer"));
    fixture.core.closed(fixture.connection, "cut", null, fixture.now);
    fixture.reconnected().loggedIn();
    ClientFrame again = take(BodyCase.CHANGE_SETTINGS);
    assertEquals("newer", again.getChangeSettings().getChanges(0).getRemark());
    assertTrue(fixture.sent.isEmpty());
  }

  @Test
  void whatIsNotAmongAllThereIsIsForgotten() {
    fixture.online();
    fixture.receive(ServerFrame.newBuilder().setSettingsPush(pinned(7, 0)));
    fixture.receive(ServerFrame.newBuilder().setSettingsPush(pinned(12, 11)));
    SettingsPage.Builder page =
        SettingsPage.newBuilder().setVersion(3).setRestarted(true).setAsOf(20);
    ClientFrame fetch = take(BodyCase.FETCH_SETTINGS);
    fixture.answer(fetch, ServerFrame.newBuilder().setSettingsPage(page));
    assertEquals("settings " + CHAT + " 0+0", fixture.lastNews("settings"));
    assertEquals(0, store.loadSettings().size());
  }

  @Test
  void whatWasOnItsWayWhenAllWasLostIsNotTakenAndWhatCameAfterwardsIs() {
    fixture.online();
    fixture.receive(ServerFrame.newBuilder().setSettingsPush(pinned(12, 11)));
    ClientFrame fetch = take(BodyCase.FETCH_SETTINGS);
    fixture.receive(ServerFrame.newBuilder().setSettingsPush(pinned(13, 12)));
    page(fetch, SettingsPage.newBuilder().setRestarted(true).setAsOf(20));
    assertEquals("settings " + CHAT + " 0+0", fixture.lastNews("settings"));
    page(take(BodyCase.FETCH_SETTINGS), SettingsPage.newBuilder().setAsOf(21));
    fixture.receive(ServerFrame.newBuilder().setSettingsPush(pinned(14, 13)));
    assertEquals("settings " + CHAT + " 0+0", fixture.lastNews("settings"));
    fetch = take(BodyCase.FETCH_SETTINGS);
    fixture.receive(ServerFrame.newBuilder().setSettingsPush(pinned(22, 0)));
    page(fetch, SettingsPage.newBuilder().setRestarted(true).setAsOf(21));
    assertEquals("settings " + CHAT + " pinned 0+0", fixture.lastNews("settings"));
  }

  private void page(ClientFrame fetch, SettingsPage.Builder page) {
    fixture.answer(fetch, ServerFrame.newBuilder().setSettingsPage(page));
  }

  @Test
  void whatIsNotReadFurtherLosesItsMarkByAChange() {
    fixture.online(head(5, 5, 5, 5));
    change(CHAT, SettingsChange.markUnread(true));
    assertEquals("unread " + CHAT + " 0 of 1", fixture.lastNews("unread"));
    ClientFrame mark = take(BodyCase.CHANGE_SETTINGS);
    assertEquals(5, mark.getChangeSettings().getChanges(0).getMarked().getSeq());
    fixture.core.markRead(CHAT, 5, fixture.now);
    assertEquals("unread " + CHAT + " 0 of 0", fixture.lastNews("unread"));
    changed(mark, pinned(7, 0));
    ClientFrame unmark = take(BodyCase.CHANGE_SETTINGS);
    assertTrue(unmark.getChangeSettings().getChanges(0).hasMarked());
    assertEquals(0, unmark.getChangeSettings().getChanges(0).getMarked().getEpoch());
  }

  @Test
  void mutingEndsByTheServersClock() {
    fixture.online(head(5, 5, 0, 0));
    assertEquals("unread " + CHAT + " 5 of 5", fixture.lastNews("unread"));
    // The fixture's server says that it is 1970.
    change(CHAT, SettingsChange.muteUntil(3_000));
    assertEquals("unread " + CHAT + " 5 of 0", fixture.lastNews("unread"));
    take(BodyCase.CHANGE_SETTINGS);
    fixture.advanceInSteps(2_000);
    assertEquals("unread " + CHAT + " 5 of 0", fixture.lastNews("unread"));
    fixture.advanceInSteps(1_001);
    assertEquals("unread " + CHAT + " 5 of 5", fixture.lastNews("unread"));
  }

  @Test
  void whatIsNotKnownCannotBeHiddenOrMarked() {
    change(CHAT, SettingsChange.hide(true));
    change(CHAT, SettingsChange.markUnread(true));
    assertEquals(List.of("failed UNKNOWN_CONVERSATION", "failed UNKNOWN_CONVERSATION"), answers);
  }
}
