package dev.ferry.server.badinput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.CreateLink;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.Group;
import dev.ferry.protocol.v1.GroupAck;
import dev.ferry.protocol.v1.GroupSettings;
import dev.ferry.protocol.v1.JoinPolicy;
import dev.ferry.protocol.v1.MessagePage;
import dev.ferry.protocol.v1.Role;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.testkit.Door;
import dev.ferry.server.testkit.GroupRequests;
import dev.ferry.server.testkit.OneNode;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * For whom a group is not, it does not exist: whatever Mallory asks of a group that is not there,
 * that is not hers, that is dismissed or that she was removed from, she hears the same, but for the
 * name that she said herself.
 */
@Timeout(60)
class GroupSecrecyIT {
  private static final String ABSENT = "g/absent";
  private static final String STRANGE = "g/strange";
  private static final String DISMISSED = "g/dismissed";

  /** Dismissed while Mallory was in it. */
  private static final String BURIED = "g/buried";

  private static final String REMOVED = "g/removed";
  private static final String LEFT = "g/left";

  private static final String TOKEN = "abcdefghijklmnopqrstuv";

  @TempDir private static Path data;
  private static OneNode node;
  private static RawClient alice;
  private static RawClient mallory;

  /** The entry that ended Mallory's membership of {@link #REMOVED}. */
  private static GroupAck removal;

  @BeforeAll
  static void start() {
    node =
        OneNode.start(
            data,
            Map.of(
                "limits.requests-per-second", "5000",
                "limits.requests-burst", "5000",
                "groups.member-messages-per-second", "5000",
                "groups.member-messages-burst", "5000",
                "groups.messages-per-second", "5000",
                "groups.messages-burst", "5000"));
    alice = node.login(Door.TCP, "alice", "phone");
    mallory = node.login(Door.TCP, "mallory", "phone");
    make(alice, STRANGE, "bob");
    make(alice, DISMISSED, "bob");
    GroupRequests.make(alice, GroupRequests.dismiss(DISMISSED));
    make(alice, BURIED, "bob", "mallory");
    GroupRequests.make(alice, GroupRequests.dismiss(BURIED));
    make(alice, REMOVED, "bob", "mallory");
    removal = GroupRequests.make(alice, GroupRequests.remove(REMOVED, "mallory"));
    make(alice, LEFT, "bob", "mallory");
    GroupRequests.make(mallory, GroupRequests.leave(LEFT));
    for (String group : List.of(STRANGE, REMOVED, LEFT)) {
      assertTrue(alice.call(Requests.send(group, 1)).hasMessageAck());
    }
  }

  private static void make(RawClient owner, String group, String... members) {
    GroupRequests.make(owner, GroupRequests.create(group, List.of(members)));
    GroupRequests.make(
        owner,
        GroupRequests.settings(
            group,
            GroupSettings.newBuilder().setJoinPolicy(JoinPolicy.INVITE).setName("secret name")));
  }

  @AfterAll
  static void stop() {
    alice.close();
    mallory.close();
    node.close();
  }

  /** Requests of a group by its name. {@code create} is not among them: names are taken or not. */
  enum Ask {
    SETTINGS(
        group ->
            GroupRequests.frame(
                GroupRequests.settings(group, GroupSettings.newBuilder().setName("mine")))),
    ADD(group -> GroupRequests.frame(GroupRequests.add(group, "carol"))),
    ADD_A_MEMBER(group -> GroupRequests.frame(GroupRequests.add(group, "bob"))),
    REMOVE(group -> GroupRequests.frame(GroupRequests.remove(group, "bob"))),
    REMOVE_NO_MEMBER(group -> GroupRequests.frame(GroupRequests.remove(group, "carol"))),
    JOIN(group -> GroupRequests.frame(GroupRequests.join(group, ""))),
    JOIN_BY_LINK(group -> GroupRequests.frame(GroupRequests.join(group, TOKEN))),
    LEAVE(group -> GroupRequests.frame(GroupRequests.leave(group))),
    SET_ROLE(group -> GroupRequests.frame(GroupRequests.setRole(group, "bob", Role.ADMIN))),
    TAKE_OVER(group -> GroupRequests.frame(GroupRequests.setRole(group, "mallory", Role.OWNER))),
    MUTE(group -> GroupRequests.frame(GroupRequests.mute(group, "bob", 1))),
    MUTE_NO_MEMBER(group -> GroupRequests.frame(GroupRequests.mute(group, "carol", 1))),
    DISMISS(group -> GroupRequests.frame(GroupRequests.dismiss(group))),
    APPROVE(group -> GroupRequests.frame(GroupRequests.answer(group, "mallory", true))),
    DECLINE(group -> GroupRequests.frame(GroupRequests.answer(group, "carol", false))),
    CREATE_LINK(
        group ->
            GroupRequests.frame(
                GroupRequests.createLink(group, CreateLink.newBuilder().setToken(TOKEN)))),
    REVOKE_LINK(group -> GroupRequests.frame(GroupRequests.revokeLink(group, TOKEN))),
    INFO(GroupRequests::info),
    MEMBERS(group -> GroupRequests.members(group, "", 0)),
    MEMBERS_SINCE(group -> GroupRequests.members(group, "1:1:1:", 0)),
    REQUESTS(GroupRequests::requests),
    LINKS(GroupRequests::links),
    SEND(group -> Requests.send(group, 7)),
    SEND_AFTER(
        group -> Requests.send(Requests.message(group, 8).setAfter(RawClient.messageId(0xbad))));

    private final Function<String, ClientFrame.Builder> request;

    Ask(Function<String, ClientFrame.Builder> request) {
      this.request = request;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGroupThatIsNotHersIsAnsweredAsOneThatIsNotThere(Ask ask) {
    for (Door door : Door.values()) {
      try (RawClient client = node.login(door, "mallory", "tablet")) {
        Error absent = answer(client, ask, ABSENT);
        for (String group : List.of(STRANGE, DISMISSED, REMOVED, LEFT)) {
          assertEquals(absent, answer(client, ask, group), group);
        }
        Expect.alive(client);
      }
    }
  }

  static Stream<Ask> changesAndSends() {
    return Stream.of(Ask.values())
        .filter(ask -> ask.request.apply("g/x").hasChangeGroup() || ask.name().startsWith("SEND"));
  }

  @ParameterizedTest
  @MethodSource("changesAndSends")
  void nobodyChangesADismissedGroupNotEvenItsMembers(Ask ask) {
    Error absent = answer(mallory, ask, ABSENT);
    assertEquals(absent, answer(mallory, ask, BURIED));
    Error ofOwner = answer(alice, ask, BURIED);
    assertEquals(absent.getCode(), ofOwner.getCode());
    assertEquals(absent.getMessage(), ofOwner.getMessage().replace("alice", "mallory"));
  }

  /** What the error says, without the name of the group. */
  private static Error answer(RawClient client, Ask ask, String group) {
    ServerFrame answer = client.call(ask.request.apply(group));
    Error error = Expect.error(answer, ErrorCode.FORBIDDEN);
    assertFalse(error.toString().contains("secret name"), error::toString);
    return error.toBuilder()
        .setMessage(error.getMessage().replace(group, "it"))
        .setValue(error.getValue().replace(group, "it"))
        .build();
  }

  @Test
  void whoWasNeverInReadsNothing() {
    for (long from : new long[] {0, 1, 2, 1_000}) {
      Error absent = unread(ABSENT, from);
      assertEquals(absent, unread(STRANGE, from));
      assertEquals(absent, unread(DISMISSED, from));
    }
  }

  private static Error unread(String group, long from) {
    Error error = Expect.error(mallory.call(Requests.fetch(group, from, 0)), ErrorCode.FORBIDDEN);
    return error.toBuilder()
        .setMessage(error.getMessage().replace(group, "it"))
        .setValue(error.getValue().replace(group, "it"))
        .build();
  }

  @Test
  void whoWasRemovedReadsUpToTheRemovalAndNothingLater() {
    for (long from : new long[] {0, 1, removal.getSeq(), removal.getSeq() + 1, 1_000}) {
      MessagePage page = mallory.call(Requests.fetch(REMOVED, from, 0)).getMessagePage();
      assertEquals(removal.getEpoch(), page.getEpoch());
      assertEquals(removal.getSeq(), page.getHeadSeq());
      page.getMessagesList()
          .forEach(message -> assertTrue(message.getSeq() <= removal.getSeq(), message::toString));
      assertEquals(from <= removal.getSeq(), page.getMessagesCount() > 0);
    }
  }

  @Test
  void membersReadWhatADismissedGroupHas() {
    MessagePage page = mallory.call(Requests.fetch(BURIED, 1, 0)).getMessagePage();
    assertEquals(3, page.getMessagesCount());
    Group info = mallory.call(GroupRequests.info(BURIED)).getGroup();
    assertTrue(info.getDismissed());
    assertEquals("secret name", info.getSettings().getName());
  }

  @Test
  void aTakenNameSaysNothingElseOfItsGroup() {
    Error strange = taken(STRANGE);
    for (String group : List.of(DISMISSED, BURIED, REMOVED)) {
      assertEquals(strange, taken(group));
    }
  }

  private static Error taken(String group) {
    Error error =
        Expect.error(
            mallory.call(GroupRequests.frame(GroupRequests.create(group, List.of()))),
            ErrorCode.ALREADY_EXISTS);
    return error.toBuilder()
        .setMessage(error.getMessage().replace(group, "it"))
        .setValue(error.getValue().replace(group, "it"))
        .build();
  }

  /** The change was made while she was allowed to; that she asks again does not undo the answer. */
  @Test
  void aRepeatedChangeHasItsAckAlsoAfterTheEndOfTheMembership() {
    var leave = GroupRequests.leave("g/again");
    GroupRequests.make(alice, GroupRequests.create("g/again", List.of("mallory")));
    GroupAck ack = GroupRequests.make(mallory, leave);
    assertEquals(ack, GroupRequests.make(mallory, leave));
    GroupRequests.make(alice, GroupRequests.dismiss("g/again"));
    assertEquals(ack, GroupRequests.make(mallory, leave));
  }
}
