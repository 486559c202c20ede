package dev.ferry.client.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.ConversationsPage;
import dev.ferry.client.FerryException;
import dev.ferry.client.group.GroupInfo;
import dev.ferry.client.group.GroupLink;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.group.GroupRole;
import dev.ferry.client.group.GroupSettings;
import dev.ferry.client.group.HistoryPolicy;
import dev.ferry.client.group.JoinPolicy;
import dev.ferry.client.group.MembersPage;
import dev.ferry.protocol.v1.ChangeGroup;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.Group;
import dev.ferry.protocol.v1.GroupAck;
import dev.ferry.protocol.v1.Heads;
import dev.ferry.protocol.v1.Link;
import dev.ferry.protocol.v1.Links;
import dev.ferry.protocol.v1.Member;
import dev.ferry.protocol.v1.Members;
import dev.ferry.protocol.v1.Pong;
import dev.ferry.protocol.v1.Role;
import dev.ferry.protocol.v1.ServerFrame;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QuestionsTest {
  private static final String GROUP = "g/team";

  private final CoreFixture fixture = new CoreFixture();
  private long ids;

  private UUID id() {
    return new UUID(2, ++ids);
  }

  private void add(String user) {
    fixture.ask(GroupQuestions.add(id(), GROUP, List.of(user)));
  }

  private ClientFrame takeChange() {
    return fixture.take(ClientFrame.BodyCase.CHANGE_GROUP);
  }

  private static ChangeGroup change(ClientFrame frame) {
    return frame.getChangeGroup();
  }

  private void breakAndReconnect() {
    fixture.core.closed(fixture.connection, "broke", null, fixture.now);
    fixture.sent.clear();
    fixture.reconnected().loggedIn();
  }

  private void silenceEnds() {
    fixture.advance(300);
    assertTrue(fixture.idle(), "frames: " + fixture.sent);
  }

  @Test
  void changeIsRepeatedWithTheSameIdUntilItIsAnswered() {
    add("bob");
    fixture.online();
    ClientFrame first = takeChange();
    breakAndReconnect();
    ClientFrame second = takeChange();
    assertEquals(change(first), change(second));
    fixture.refuse(second, ErrorCode.UNAVAILABLE, Duty.RETRY, 100);
    fixture.advanceInSteps(400);
    ClientFrame third = takeChange();
    assertEquals(change(first), change(third));
    fixture.groupAck(third, 7);
    GroupReceipt receipt = (GroupReceipt) fixture.answers.get(0);
    assertEquals(GROUP, receipt.conversation());
    assertEquals(7, receipt.seq());
    breakAndReconnect();
    fixture.takeFetch();
    silenceEnds();
    assertEquals(1, fixture.answers.size());
  }

  @Test
  void refusedChangeFailsWithItsCode() {
    fixture.online();
    add("bob");
    fixture.refuse(takeChange(), ErrorCode.ROLE_NOT_ALLOWED, Duty.FIX, 0);
    assertEquals("ROLE_NOT_ALLOWED", fixture.failures.get(0).code());
    silenceEnds();
  }

  @Test
  void pendingChangeTellsOfNoEntryToPull() {
    fixture.online();
    fixture.ask(GroupQuestions.join(id(), GROUP, ""));
    GroupAck.Builder pending = GroupAck.newBuilder().setEpoch(1).setSeq(4).setPending(true);
    fixture.answer(takeChange(), ServerFrame.newBuilder().setGroupAck(pending));
    assertTrue(((GroupReceipt) fixture.answers.get(0)).pending());
    silenceEnds();
  }

  @Test
  void changesOfAGroupGoOneAfterAnotherAndThoseOfOthersMeanwhile() {
    fixture.online();
    add("bob");
    add("carol");
    fixture.ask(GroupQuestions.leave(id(), "g/other"));
    ClientFrame bob = takeChange();
    assertEquals("g/other", change(takeChange()).getConversation());
    assertTrue(fixture.idle());
    fixture.refuse(bob, ErrorCode.GROUP_FULL, Duty.FIX, 0);
    assertEquals("carol", change(takeChange()).getAdd().getUsers(0));
  }

  @Test
  void changeWaitsForSendsUnderWayAndLaterSendsForIt() {
    fixture.online();
    fixture.send(GROUP, "before");
    ClientFrame before = fixture.takeSend();
    add("bob");
    fixture.send(GROUP, "after");
    fixture.send("elsewhere");
    assertEquals(CoreFixture.CHAT, fixture.takeSend().getSendMessage().getConversation());
    assertTrue(fixture.idle());
    fixture.ack(before, 1);
    ClientFrame change = takeChange();
    assertTrue(fixture.idle());
    fixture.groupAck(change, 2);
    assertEquals("after", fixture.takeSend().getSendMessage().getContent().getText());
  }

  @Test
  void sendWhoseFateIsOpenIsSettledBeforeAChange() {
    fixture.online();
    fixture.send(GROUP, "in doubt");
    fixture.refuse(fixture.takeSend(), ErrorCode.UNAVAILABLE, Duty.RETRY, 100);
    add("bob");
    fixture.send(GROUP, "later");
    fixture.advanceInSteps(400);
    ClientFrame again = fixture.takeSend();
    assertEquals("in doubt", again.getSendMessage().getContent().getText());
    assertTrue(fixture.idle());
    fixture.ack(again, 1);
    takeChange();
  }

  @Test
  void sendThatWaitsInSlowModeHoldsNoChangeUp() {
    fixture.online();
    fixture.send(GROUP, "slowly");
    fixture.refuse(fixture.takeSend(), ErrorCode.SLOW_MODE, Duty.RETRY, 60_000);
    fixture.ask(GroupQuestions.leave(id(), GROUP));
    ClientFrame leave = takeChange();
    fixture.refuse(leave, ErrorCode.ROLE_NOT_ALLOWED, Duty.FIX, 0);
    assertTrue(fixture.idle());
    for (int i = 0; i < 60; i++) {
      fixture.advance(1_000);
      pong();
    }
    fixture.advanceInSteps(500);
    assertEquals("slowly", fixture.takeSend().getSendMessage().getContent().getText());
  }

  @Test
  void changeWaitsForSendsThatWerePutBeforeItAndNotForLaterOnes() {
    fixture.unackedMax = 2;
    for (String text : List.of("a", "b", "bye")) {
      fixture.send(GROUP, text);
    }
    fixture.ask(GroupQuestions.leave(id(), GROUP));
    fixture.send(GROUP, "between");
    fixture.ask(GroupQuestions.join(id(), GROUP, ""));
    fixture.send(GROUP, "last");
    fixture.online();
    assertEquals(List.of("a", "b"), fixture.texts());
    fixture.ack(fixture.takeSend(), 1);
    ClientFrame b = fixture.takeSend();
    ClientFrame bye = fixture.takeSend();
    assertTrue(fixture.idle());
    fixture.ack(b, 2);
    assertTrue(fixture.idle());
    fixture.ack(bye, 3);
    ClientFrame leave = takeChange();
    assertTrue(change(leave).hasLeave() && fixture.idle());
    fixture.groupAck(leave, 4);
    fixture.refuse(fixture.takeSend(), ErrorCode.FORBIDDEN, Duty.FIX, 0);
    ClientFrame join = takeChange();
    assertTrue(change(join).hasJoin() && fixture.idle());
    fixture.groupAck(join, 5);
    assertEquals(List.of("last"), fixture.texts());
  }

  @Test
  void changeWaitsForSendsThatARetryHoldsUp() {
    fixture.online();
    fixture.send(GROUP, "a");
    fixture.send(GROUP, "b");
    ClientFrame a = fixture.takeSend();
    fixture.refuse(fixture.takeSend(), ErrorCode.OUT_OF_ORDER, Duty.RETRY, 0);
    fixture.refuse(a, ErrorCode.OUT_OF_ORDER, Duty.RETRY, 0);
    fixture.ask(GroupQuestions.leave(id(), GROUP));
    assertTrue(fixture.idle());
    fixture.advanceInSteps(400);
    assertEquals(List.of("a", "b"), fixture.texts());
  }

  @Test
  void slowModeEndsTheWaitOfAChangeUntilTheSendIsTriedAgain() {
    fixture.send(GROUP, "slowly");
    add("bob");
    add("carol");
    fixture.online();
    fixture.refuse(fixture.takeSend(), ErrorCode.SLOW_MODE, Duty.RETRY, 100);
    ClientFrame bob = takeChange();
    fixture.advanceInSteps(500);
    assertTrue(fixture.idle(), "nothing goes beside a change");
    fixture.groupAck(bob, 1);
    fixture.ack(fixture.takeSend(), 2);
    assertEquals("carol", change(takeChange()).getAdd().getUsers(0));
  }

  @Test
  void changeGoesAtOnceWhenTheLastSendBeforeItCannotBeSent() {
    fixture.send(GROUP, "x".repeat(1_001));
    fixture.ask(GroupQuestions.leave(id(), GROUP));
    fixture.online();
    assertEquals("CONTENT_TOO_LARGE", fixture.failures.get(0).code());
    takeChange();
  }

  private void pong() {
    while (!fixture.idle()) {
      ServerFrame.Builder pong = ServerFrame.newBuilder().setPong(Pong.getDefaultInstance());
      fixture.answer(fixture.take(ClientFrame.BodyCase.PING), pong);
    }
  }

  /** A change whose frame has as many bytes under the longest request id, which takes 11. */
  private Question<GroupReceipt> changeOfBytes(int frameBytes) {
    int more = frameBytes - 11 - named(1_000).frame().getSerializedSize();
    return named(1_000 + more);
  }

  private Question<GroupReceipt> named(int length) {
    GroupSettings settings = GroupSettings.builder().name("x".repeat(length)).build();
    return GroupQuestions.alter(id(), GROUP, settings);
  }

  @Test
  void changeLargerThanAFrameIsRefusedWithoutSending() {
    fixture.ask(changeOfBytes(1_000 + 4_096 + 1));
    fixture.ask(changeOfBytes(1_000 + 4_096));
    fixture.send(GROUP, "after");
    fixture.online();
    assertEquals(FerryException.Kind.REFUSED, fixture.failures.get(0).kind());
    assertEquals("CONTENT_TOO_LARGE", fixture.failures.get(0).code());
    assertEquals("5097", fixture.failures.get(0).value());
    fixture.groupAck(takeChange(), 1);
    assertEquals("after", fixture.takeSend().getSendMessage().getContent().getText());
    assertEquals(1, fixture.failures.size());
  }

  @Test
  void openQuestionsAreBoundedAndFailAtTheEnd() {
    for (int i = 0; i <= Questions.OPEN_MAX; i++) {
      fixture.ask(GroupQuestions.info(GROUP));
    }
    assertEquals("OUTBOX_FULL", fixture.failures.get(0).code());
    fixture.online();
    assertEquals(4, fixture.sent.size());
    fixture.core.close(fixture.now);
    assertEquals(1 + Questions.OPEN_MAX, fixture.failures.size());
    add("bob");
    assertEquals("CLOSED", fixture.failures.get(1 + Questions.OPEN_MAX).code());
  }

  @Test
  void answerOfAnotherKindIsMalformedAndTheQuestionIsAskedAgain() {
    fixture.online();
    fixture.ask(GroupQuestions.info(GROUP));
    fixture.answer(
        fixture.take(ClientFrame.BodyCase.FETCH_GROUP),
        ServerFrame.newBuilder().setLinks(Links.getDefaultInstance()));
    fixture.reconnected().loggedIn();
    fixture.take(ClientFrame.BodyCase.FETCH_GROUP);
  }

  @Test
  void settingsSayOnlyWhatIsSet() {
    fixture.online();
    GroupSettings few = GroupSettings.builder().name("").slowMode(Duration.ofMillis(1_500)).build();
    fixture.ask(GroupQuestions.alter(id(), GROUP, few));
    dev.ferry.protocol.v1.GroupSettings wire = change(takeChange()).getSettings();
    assertTrue(wire.hasName());
    assertEquals(2, wire.getSlowModeS());
    assertTrue(!wire.hasAvatar() && !wire.hasEveryoneMuted() && !wire.hasAnnouncement());
    assertEquals(0, wire.getJoinPolicyValue());
    GroupSettings back = GroupWire.settings(wire);
    assertEquals("", back.name());
    assertNull(back.joinPolicy());
    assertNull(back.everyoneMuted());
  }

  @Test
  void settingsComeBackAsTheyWent() {
    GroupSettings all =
        GroupSettings.builder()
            .name("Team")
            .avatar("a.png")
            .announcement("hi")
            .joinPolicy(JoinPolicy.APPROVAL)
            .history(HistoryPolicy.ALL)
            .everyoneMuted(true)
            .slowMode(Duration.ofSeconds(30))
            .attribute("k", "v")
            .build();
    GroupSettings back = GroupWire.settings(GroupWire.settings(all));
    assertEquals("Team", back.name());
    assertEquals("a.png", back.avatar());
    assertEquals("hi", back.announcement());
    assertEquals(JoinPolicy.APPROVAL, back.joinPolicy());
    assertEquals(HistoryPolicy.ALL, back.history());
    assertEquals(true, back.everyoneMuted());
    assertEquals(Duration.ofSeconds(30), back.slowMode());
    assertEquals("v", back.attributes().get("k"));
  }

  @Test
  void durationThatTheWireCannotSayIsRefusedHere() {
    Duration endless = Duration.ofSeconds(1L << 31);
    assertThrows(
        IllegalArgumentException.class,
        () -> GroupQuestions.createLink(id(), GROUP, "t", endless, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> GroupQuestions.createLink(id(), GROUP, "t", Duration.ofSeconds(-1), 0));
  }

  @Test
  void infoMembersAndLinksAreRead() {
    fixture.online();
    Member carol = Member.newBuilder().setUser("carol").setRole(Role.OWNER).build();
    fixture.ask(GroupQuestions.info(GROUP));
    fixture.answer(
        fixture.take(ClientFrame.BodyCase.FETCH_GROUP),
        ServerFrame.newBuilder()
            .setGroup(
                Group.newBuilder()
                    .setConversation(GROUP)
                    .setVersion(9)
                    .setMembers(3)
                    .setMe(carol)));
    GroupInfo info = assertInstanceOf(GroupInfo.class, fixture.answers.get(0));
    assertEquals(GroupRole.OWNER, info.me().role());
    assertEquals(9, info.version());
    fixture.ask(GroupQuestions.members(GROUP, "cursor"));
    ClientFrame fetch = fixture.take(ClientFrame.BodyCase.FETCH_MEMBERS);
    assertEquals("cursor", fetch.getFetchMembers().getAfter());
    fixture.answer(
        fetch,
        ServerFrame.newBuilder()
            .setMembers(Members.newBuilder().addMembers(carol).setNext("n").setRestarted(true)));
    MembersPage page = assertInstanceOf(MembersPage.class, fixture.answers.get(1));
    assertEquals("n", page.next());
    assertTrue(page.restarted() && !page.complete());
    fixture.ask(GroupQuestions.links(GROUP));
    fixture.answer(
        fixture.take(ClientFrame.BodyCase.FETCH_LINKS),
        ServerFrame.newBuilder()
            .setLinks(Links.newBuilder().addLinks(Link.newBuilder().setToken("t"))));
    List<?> links = assertInstanceOf(List.class, fixture.answers.get(2));
    assertEquals("t", ((GroupLink) links.get(0)).token());
  }

  @Test
  void conversationsArePagedFromTheWholeList() {
    fixture.connected();
    fixture.loggedIn(Heads.newBuilder().setVersion(100));
    fixture.ask(Question.conversations("p"));
    ClientFrame fetch = fixture.take(ClientFrame.BodyCase.FETCH_HEADS);
    assertEquals("p", fetch.getFetchHeads().getAfter());
    assertEquals(0, fetch.getFetchHeads().getSince());
    fixture.answer(
        fetch,
        ServerFrame.newBuilder()
            .setHeads(
                Heads.newBuilder()
                    .addHeads(CoreFixture.head(GROUP, 1, 5).toBuilder().setLeft(true))
                    .setNext("q")));
    ConversationsPage page = assertInstanceOf(ConversationsPage.class, fixture.answers.get(0));
    assertEquals("q", page.next());
    assertTrue(page.conversations().get(0).left());
    // A head is one wherever it comes from: what lacks is pulled.
    assertEquals(GROUP, fixture.takeFetch().getFetchMessages().getConversation());
  }
}
