package dev.ferry.client.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.MessagePage;
import dev.ferry.protocol.v1.Operation;
import dev.ferry.protocol.v1.Outcome;
import dev.ferry.protocol.v1.Pin;
import dev.ferry.protocol.v1.ServerFrame;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages that live for a time; the fixture's server says at the login that it is 1970. */
class ExpiriesTest {
  private final CoreFixture fixture = new CoreFixture();

  private void push(Message.Builder message) {
    fixture.receive(ServerFrame.newBuilder().setMessagePush(message));
  }

  private static Message.Builder message(long seq, long ttlMs) {
    return CoreFixture.message(1, seq).toBuilder().setTimeMs(0).setTtlMs(ttlMs);
  }

  private static String expired(long seq) {
    return "expired d/alice/bob#1." + seq;
  }

  @Test
  void eachIsToldOnceWhenTheServersClockSaysSo() {
    fixture.online();
    push(message(1, 3_000));
    push(message(2, 1_000));
    push(message(3, 0));
    fixture.advanceInSteps(999);
    assertEquals(List.of(), fixture.news("expired"));
    fixture.advanceInSteps(1);
    assertEquals(List.of(expired(2)), fixture.news("expired"));
    fixture.advanceInSteps(2_000);
    assertEquals(List.of(expired(2), expired(1)), fixture.news("expired"));
    fixture.advanceInSteps(60_000);
    assertEquals(2, fixture.news("expired").size());
  }

  @Test
  void whatComesLateIsToldAtOnceAfterItself() {
    fixture.online();
    fixture.advanceInSteps(500);
    push(message(1, 100));
    assertEquals(List.of("1.1"), fixture.messages);
    assertEquals(List.of(expired(1)), fixture.news("expired"));
  }

  @Test
  void timePassesWithoutAConnection() {
    fixture.online();
    push(message(1, 3_000));
    fixture.core.closed(fixture.connection, "cut", null, fixture.now);
    fixture.advanceInSteps(3_000);
    assertEquals(List.of(expired(1)), fixture.news("expired"));
  }

  @Test
  void ofWhatThePageSaysIsOverAndOfOperationsNothingIsTold() {
    fixture.online(CoreFixture.head(1, 2));
    Operation pin = Operation.newBuilder().setTargetSeq(1).setPin(Pin.getDefaultInstance()).build();
    MessagePage.Builder page =
        MessagePage.newBuilder()
            .setConversation(CoreFixture.CHAT)
            .setEpoch(1)
            .setFirstSeq(1)
            .setHeadSeq(2)
            .addMessages(message(1, 1_000).setOutcome(Outcome.newBuilder().setExpired(true)))
            .addMessages(message(2, 1_000).setOperation(pin));
    fixture.answer(fixture.takeFetch(), ServerFrame.newBuilder().setMessagePage(page));
    fixture.advanceInSteps(5_000);
    assertEquals(2, fixture.messages.size());
    assertEquals(List.of(), fixture.news("expired"));
  }

  @Test
  void thoseThatExpireFirstAreAwaited() {
    fixture.online();
    int all = Expiries.AWAITED_MAX + 10;
    for (int seq = 1; seq <= all; seq++) {
      push(message(seq, 100_000 - seq));
    }
    fixture.advanceInSteps(100_000);
    List<String> told = fixture.news("expired");
    assertEquals(Expiries.AWAITED_MAX, told.size());
    assertEquals(expired(all), told.get(0));
    assertEquals(expired(11), told.get(told.size() - 1));
  }
}
