package dev.ferry.client.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.group.GroupChange;
import dev.ferry.client.group.GroupRole;
import dev.ferry.client.store.InMemoryStore;
import dev.ferry.client.store.Position;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.Role;
import dev.ferry.protocol.v1.ServerFrame;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Groups whose log a user may read in parts only. */
class StretchesTest {

  private static CoreFixture at(long seq, int firstSight) {
    InMemoryStore store = new InMemoryStore();
    if (seq > 0) {
      store.savePosition(CoreFixture.CHAT, new Position(1, seq));
    }
    return new CoreFixture(store, firstSight);
  }

  private static long position(CoreFixture fixture) {
    return Objects.requireNonNull(fixture.store.loadPositions().get(CoreFixture.CHAT)).seq();
  }

  private static void assertFrom(long seq, ClientFrame fetch) {
    assertEquals(seq, fetch.getFetchMessages().getFromSeq());
  }

  @Test
  void pageSkipsToTheNextStretchAndTheEndOfTheLastIsTheHead() {
    CoreFixture fixture = at(7, 100);
    fixture.online(CoreFixture.head(1, 22));
    ClientFrame first = fixture.takeFetch();
    assertFrom(8, first);
    fixture.page(first, 1, 5, 8, 9, 22);
    ClientFrame second = fixture.takeFetch();
    assertFrom(10, second);
    fixture.page(second, 1, 20, 20, 22, 22);
    assertEquals(List.of("1.8", "1.9", "1.20", "1.21", "1.22"), fixture.messages);
    assertTrue(fixture.idle(), "nothing lacks");
    assertEquals(22, position(fixture));
  }

  @Test
  void headOfALeftGroupIsPulledAndThenNothingLacks() {
    CoreFixture fixture = at(3, 100);
    fixture.online(CoreFixture.head(1, 5).toBuilder().setLeft(true).build());
    fixture.page(fixture.takeFetch(), 1, 1, 4, 5, 5);
    fixture.advance(900);
    assertEquals(List.of("1.4", "1.5"), fixture.messages);
    assertTrue(fixture.idle(), "nothing lacks");
  }

  @Test
  void headOfAJoinBeginsAtTheJoinAndNotInTheUnreadablePart() {
    CoreFixture fixture = at(0, 100);
    fixture.online();
    fixture.headPush(CoreFixture.head(1, 500));
    ClientFrame fetch = fixture.takeFetch();
    assertFrom(401, fetch);
    fixture.page(fetch, 1, 500, 500, 500, 500);
    fixture.push(1, 501);
    assertEquals(List.of("1.500", "1.501"), fixture.messages);
    assertEquals(501, position(fixture));
  }

  @Test
  void headPushTellsOfAnEntryAlsoToWhoWantsNothingOld() {
    CoreFixture fixture = at(0, 0);
    fixture.online();
    fixture.headPush(CoreFixture.head(1, 500));
    fixture.page(fixture.takeFetch(), 1, 500, 500, 500, 500);
    assertEquals(List.of("1.500"), fixture.messages);
  }

  @Test
  void pushThatComesBeforeTheJoinIsKnownWaitsForIt() {
    CoreFixture fixture = at(0, 100);
    fixture.online();
    fixture.push(1, 502);
    fixture.advance(200);
    ClientFrame fetch = fixture.takeFetch();
    assertFrom(403, fetch);
    fixture.page(fetch, 1, 500, 500, 502, 502);
    assertEquals(List.of("1.500", "1.501", "1.502"), fixture.messages);
  }

  @Test
  void pushBeyondAnUnreadableHoleIsAppliedOnceThePageSkippedIt() {
    CoreFixture fixture = at(12, 100);
    fixture.online();
    fixture.push(1, 20);
    fixture.push(1, 21);
    fixture.advance(200);
    ClientFrame fetch = fixture.takeFetch();
    assertFrom(13, fetch);
    fixture.page(fetch, 1, 20, 20, 21, 21);
    assertEquals(List.of("1.20", "1.21"), fixture.messages);
    fixture.advance(700);
    assertTrue(fixture.idle(), "nothing lacks");
  }

  @Test
  void headPushOfTheKnownTailPullsNothingAndOneOfAnOlderLifeIsIgnored() {
    CoreFixture fixture = at(0, 100);
    fixture.online();
    fixture.push(2, 1);
    fixture.headPush(CoreFixture.head(2, 1));
    fixture.headPush(CoreFixture.head(1, 9));
    fixture.headPush(CoreFixture.head("g/none", 0, 0));
    assertTrue(fixture.idle());
    fixture.headPush(CoreFixture.head(2, 2));
    assertFrom(2, fixture.takeFetch());
  }

  @Test
  void answerToAChangeCountsAsAHeadWhoseEntryMayBeOnItsWay() {
    CoreFixture fixture = at(0, 100);
    fixture.online();
    fixture.ask(GroupQuestions.leave(new UUID(1, 1), CoreFixture.CHAT));
    fixture.groupAck(fixture.take(ClientFrame.BodyCase.CHANGE_GROUP), 1);
    fixture.advance(199);
    assertTrue(fixture.idle());
    fixture.advance(1);
    fixture.page(fixture.takeFetch(), 1, 1, 1, 1, 1);
    fixture.ask(GroupQuestions.leave(new UUID(1, 2), CoreFixture.CHAT));
    fixture.groupAck(fixture.take(ClientFrame.BodyCase.CHANGE_GROUP), 2);
    fixture.push(1, 2);
    fixture.advance(300);
    assertEquals(List.of("1.1", "1.2"), fixture.messages);
    assertTrue(fixture.idle(), "the push brought it");
  }

  @Test
  void forbiddenPullIsNotRepeatedUntilAPushTellsOfMore() {
    CoreFixture fixture = at(3, 100);
    fixture.online(CoreFixture.head(1, 9));
    fixture.refuse(fixture.takeFetch(), ErrorCode.FORBIDDEN, Duty.FIX, 0);
    fixture.advance(700);
    assertTrue(fixture.idle());
    fixture.push(1, 30);
    fixture.advance(200);
    fixture.page(fixture.takeFetch(), 1, 30, 30, 30, 30);
    assertEquals(List.of("1.30"), fixture.messages);
  }

  @Test
  void pageThatTellsOfANewLifeSkipsNothingBelowWhatWasAsked() {
    CoreFixture fixture = at(27, 100);
    fixture.online(CoreFixture.head(1, 28));
    fixture.page(fixture.takeFetch(), 2, 27, 28, 28, 28);
    ClientFrame again = fixture.takeFetch();
    assertFrom(1, again);
    fixture.page(again, 2, 1, 1, 2, 28);
    fixture.page(fixture.takeFetch(), 2, 27, 27, 28, 28);
    assertEquals(List.of("reset 1>2", "2.1", "2.2", "2.27", "2.28"), fixture.messages);
  }

  @Test
  void entryTellsOfTheChange() {
    ReceivedMessage plain = Wire.received(CoreFixture.message(1, 1));
    assertNull(plain.change());
    Message entry =
        CoreFixture.message(1, 2).toBuilder()
            .setChange(
                dev.ferry.protocol.v1.GroupChange.newBuilder()
                    .setKind(dev.ferry.protocol.v1.GroupChange.Kind.ROLE_SET)
                    .addUsers("carol")
                    .setRole(Role.ADMIN))
            .build();
    GroupChange change = Objects.requireNonNull(Wire.received(entry).change());
    assertEquals(GroupChange.Kind.ROLE_SET, change.kind());
    assertEquals(GroupRole.ADMIN, change.role());
    assertEquals(List.of("carol"), change.users());
    assertEquals("t2", Wire.received(entry).content().text());
  }

  @Test
  void kindNewerThanThisClientIsUnknown() {
    Message entry =
        CoreFixture.message(1, 2).toBuilder()
            .setChange(dev.ferry.protocol.v1.GroupChange.newBuilder().setKindValue(99))
            .build();
    GroupChange change = Objects.requireNonNull(Wire.received(entry).change());
    assertEquals(GroupChange.Kind.UNKNOWN, change.kind());
  }

  @Test
  void changesAreDeliveredLikeMessages() {
    CoreFixture fixture = at(0, 100);
    fixture.online();
    Message entry =
        CoreFixture.message(1, 1).toBuilder()
            .setChange(dev.ferry.protocol.v1.GroupChange.getDefaultInstance())
            .build();
    fixture.receive(ServerFrame.newBuilder().setMessagePush(entry));
    assertEquals(List.of("1.1"), fixture.messages);
  }
}
