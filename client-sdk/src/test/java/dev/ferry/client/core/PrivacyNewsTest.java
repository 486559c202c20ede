package dev.ferry.client.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.ClientState;
import dev.ferry.client.privacy.BlockedPage;
import dev.ferry.client.privacy.PrivacySettings;
import dev.ferry.protocol.v1.BlockedUser;
import dev.ferry.protocol.v1.BlockedUsers;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.CompareHeads;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.Heads;
import dev.ferry.protocol.v1.Privacy;
import dev.ferry.protocol.v1.PrivacyChanged;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.protocol.v1.Writers;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrivacyNewsTest {
  private final CoreFixture server = new CoreFixture();

  private List<String> told() {
    return server.privacy.stream().map(Object::toString).toList();
  }

  private void push(PrivacyChanged.Builder changed) {
    server.receive(ServerFrame.newBuilder().setPrivacyChanged(changed));
  }

  private static ServerFrame.Builder privacy(long version) {
    return ServerFrame.newBuilder()
        .setPrivacy(
            Privacy.newBuilder()
                .setVersion(version)
                .setWhoMayWrite(Writers.WRITERS_CONTACTS)
                .setBlocked(2));
  }

  @Test
  void aLoginTellsOfANewerVersionOnly() {
    server.online();
    assertEquals(List.of(), told());
    server.privacyVersion = 7;
    server.core.closed(server.connection, "gone", null, server.now);
    server.reconnected().loggedIn();
    server.core.closed(server.connection, "gone", null, server.now);
    server.reconnected().loggedIn();
    assertEquals(List.of("PrivacyChange[7, VERSION ]"), told());
  }

  @Test
  void whatIsPushedIsToldAndNotOnceMoreByTheNextLogin() {
    server.online();
    push(PrivacyChanged.newBuilder().setVersion(3).setBlocked("bob"));
    push(PrivacyChanged.newBuilder().setVersion(4).setUnblocked("bob"));
    push(PrivacyChanged.newBuilder().setVersion(5).setWhoMayWrite(Writers.WRITERS_NOBODY));
    push(PrivacyChanged.newBuilder().setVersion(6));
    server.privacyVersion = 6;
    server.core.closed(server.connection, "gone", null, server.now);
    server.reconnected().loggedIn();
    assertEquals(
        List.of(
            "PrivacyChange[3, BLOCKED bob]",
            "PrivacyChange[4, UNBLOCKED bob]",
            "PrivacyChange[5, WHO_MAY_WRITE NOBODY]",
            "PrivacyChange[6, VERSION ]"),
        told());
  }

  @Test
  void afterMissedPushesTheVersionIsAskedForOnce() {
    server.privacyVersion = 2;
    server.online();
    for (int i = 0; i < 2; i++) {
      server.receive(ServerFrame.newBuilder().setCompareHeads(CompareHeads.getDefaultInstance()));
    }
    server.advance(500);
    ClientFrame asked = server.take(ClientFrame.BodyCase.SET_PRIVACY);
    ClientFrame heads = server.take(ClientFrame.BodyCase.FETCH_HEADS);
    assertEquals(Writers.WRITERS_UNSPECIFIED, asked.getSetPrivacy().getWhoMayWrite());
    server.answer(asked, privacy(9));
    assertEquals(List.of("PrivacyChange[2, VERSION ]", "PrivacyChange[9, VERSION ]"), told());
    server.answer(heads, ServerFrame.newBuilder().setHeads(Heads.getDefaultInstance()));
    assertTrue(server.idle());
  }

  @Test
  void aRefusedQuestionForTheVersionIsOver() {
    server.privacyVersion = 2;
    server.online();
    server.receive(ServerFrame.newBuilder().setCompareHeads(CompareHeads.getDefaultInstance()));
    server.advance(500);
    ClientFrame asked = server.take(ClientFrame.BodyCase.SET_PRIVACY);
    server.take(ClientFrame.BodyCase.FETCH_HEADS);
    server.refuse(asked, ErrorCode.UNSUPPORTED_REQUEST, Duty.FIX, 0);
    assertTrue(server.idle());
    assertEquals(ClientState.ONLINE, server.core.state());
    assertEquals(1, told().size());
  }

  @Test
  void whoNeverHadAVersionDoesNotAskForIt() {
    server.online();
    server.receive(ServerFrame.newBuilder().setCompareHeads(CompareHeads.getDefaultInstance()));
    server.advance(500);
    server.take(ClientFrame.BodyCase.FETCH_HEADS);
    assertTrue(server.idle());
  }

  @Test
  void changesAreRepeatedOverConnectionsAndAnswered() {
    server.online();
    server.ask(PrivacyQuestions.block("bob"));
    assertEquals("bob", server.take(ClientFrame.BodyCase.BLOCK_USER).getBlockUser().getUser());
    server.core.closed(server.connection, "gone", null, server.now);
    server.reconnected().loggedIn();
    server.answer(server.take(ClientFrame.BodyCase.BLOCK_USER), privacy(8));
    PrivacySettings now = (PrivacySettings) server.answers.get(0);
    assertEquals("PrivacySettings[8, CONTACTS, blocked=2]", now.toString());
    server.ask(PrivacyQuestions.blocked(5, 1));
    ClientFrame page = server.take(ClientFrame.BodyCase.FETCH_BLOCKED);
    assertEquals(5, page.getFetchBlocked().getAfter());
    BlockedUser bob = BlockedUser.newBuilder().setUser("bob").setTimeMs(4).build();
    server.answer(
        page,
        ServerFrame.newBuilder()
            .setBlockedUsers(BlockedUsers.newBuilder().addUsers(bob).setNext(4)));
    BlockedPage found = (BlockedPage) server.answers.get(1);
    assertEquals("BlockedPage[[BlockedUser[bob, 4]], next=4]", found.toString());
  }
}
