package dev.ferry.server.badinput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.ferry.protocol.v1.ChangeGroup;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.CreateGroup;
import dev.ferry.protocol.v1.CreateLink;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.FetchHeads;
import dev.ferry.protocol.v1.Group;
import dev.ferry.protocol.v1.GroupSettings;
import dev.ferry.protocol.v1.Heads;
import dev.ferry.protocol.v1.Login;
import dev.ferry.protocol.v1.Members;
import dev.ferry.protocol.v1.Role;
import dev.ferry.protocol.v1.SetRole;
import dev.ferry.server.testkit.Door;
import dev.ferry.server.testkit.GroupRequests;
import dev.ferry.server.testkit.OneNode;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values in requests about groups that have the wrong form: told so, over both transports, and the
 * session goes on; nothing was created or changed.
 */
@Timeout(60)
class GroupBadInputIT {
  private static final String TEAM = "g/team";
  private static final String TOKEN = "abcdefghijklmnopqrstuv";
  private static final long EXACT_MAX = 1L << 53;

  @TempDir private static Path data;
  private static OneNode node;
  private static RawClient tcp;
  private static RawClient webSocket;

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
    tcp = node.login(Door.TCP, "alice", "phone");
    webSocket = node.login(Door.WEB_SOCKET, "alice", "page");
    GroupRequests.make(tcp, GroupRequests.create(TEAM, List.of("bob")));
  }

  @AfterAll
  static void stop() {
    tcp.close();
    webSocket.close();
    node.close();
  }

  private static List<RawClient> clients() {
    return List.of(tcp, webSocket);
  }

  private static RawClient client(Door door) {
    return door == Door.TCP ? tcp : webSocket;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "g",
        "g/",
        "g//team",
        "g/team/",
        "g/a/b",
        "g/.team",
        "g/-team",
        "g/te am",
        "g/te{am}",
        "g/te*m",
        "g/té",
        "g/team\u0000",
        "g/team\n",
        " g/team",
        "G/team",
        "team",
        "g/12345678901234567890123456789012345678901234567890123456789012345",
        "d/alice/bob",
      })
  void whatIsNotTheNameOfAGroupIsRefusedEverywhere(String name) {
    List<ClientFrame.Builder> requests = new ArrayList<>();
    everyChange(name).forEach(change -> requests.add(GroupRequests.frame(change)));
    requests.add(GroupRequests.info(name));
    requests.add(GroupRequests.members(name, "", 0));
    requests.add(GroupRequests.requests(name));
    requests.add(GroupRequests.links(name));
    for (RawClient client : clients()) {
      for (ClientFrame.Builder request : requests) {
        Error error = Expect.error(client.call(request), ErrorCode.INVALID_ARGUMENT);
        assertTrue(name.contains(error.getValue()), error::toString);
      }
      Expect.alive(client);
    }
  }

  private static Stream<ChangeGroup.Builder> everyChange(String group) {
    return Stream.of(
        GroupRequests.create(group, List.of()),
        GroupRequests.settings(group, GroupSettings.newBuilder().setName("x")),
        GroupRequests.add(group, "bob"),
        GroupRequests.remove(group, "bob"),
        GroupRequests.join(group, ""),
        GroupRequests.leave(group),
        GroupRequests.setRole(group, "bob", Role.ADMIN),
        GroupRequests.mute(group, "bob", 0),
        GroupRequests.dismiss(group),
        GroupRequests.answer(group, "bob", true),
        GroupRequests.createLink(group, CreateLink.newBuilder().setToken(TOKEN)),
        GroupRequests.revokeLink(group, TOKEN));
  }

  /** What is wrong, settings that have it, and the value that the answer repeats. */
  static Stream<Arguments> badSettings() {
    return Stream.of(
        arguments("name", with().setName("n".repeat(101)), "n".repeat(80) + "…"),
        arguments("avatar", with().setAvatar("a".repeat(513)), "a".repeat(80) + "…"),
        arguments("announcement", with().setAnnouncement("a".repeat(2001)), "a".repeat(80) + "…"),
        arguments("join policy", with().setJoinPolicyValue(99), "99"),
        arguments("join policy", with().setJoinPolicyValue(-1), "-1"),
        arguments("history", with().setHistoryValue(3), "3"),
        arguments("slow mode", with().setSlowModeS(86_401), "86401"),
        arguments("slow mode", with().setSlowModeS(-1), "4294967295"),
        arguments("empty key", with().putAttributes("", "x"), "an empty key"),
        arguments("key", with().putAttributes("k".repeat(65), "x"), "k".repeat(65)),
        arguments("value", with().putAttributes("k", "v".repeat(1025)), "v".repeat(80) + "…"),
        arguments("keys", manyAttributes(33), "33 keys"));
  }

  private static GroupSettings.Builder with() {
    return GroupSettings.newBuilder();
  }

  private static GroupSettings.Builder manyAttributes(int count) {
    GroupSettings.Builder settings = with();
    IntStream.range(0, count).forEach(i -> settings.putAttributes("key" + i, "x"));
    return settings;
  }

  @ParameterizedTest
  @MethodSource("badSettings")
  void badSettingsNeitherMakeAGroupNorChangeOne(
      String what, GroupSettings.Builder settings, String value) {
    Group before = info(TEAM);
    for (Door door : Door.values()) {
      RawClient client = client(door);
      refused(client, GroupRequests.create("g/never", settings), value);
      refused(client, GroupRequests.settings(TEAM, settings), value);
      assertNeverMade(client);
    }
    assertEquals(before, info(TEAM));
  }

  @ParameterizedTest
  @EnumSource
  void settingsAtTheirLimitsAreWelcome(Door door) {
    RawClient client = client(door);
    GroupSettings.Builder widest =
        manyAttributes(31)
            .setName("n".repeat(100))
            .setAvatar("a".repeat(512))
            .setAnnouncement("a".repeat(2000))
            .setSlowModeS(86_400)
            .putAttributes("k".repeat(64), "v".repeat(1024));
    String group = "g/widest-" + door;
    GroupRequests.make(client, GroupRequests.create(group, widest));
    GroupSettings kept = client.call(GroupRequests.info(group)).getGroup().getSettings();
    assertEquals(widest.getAttributesMap(), kept.getAttributesMap());
    assertEquals(widest.getAnnouncement(), kept.getAnnouncement());
    Error error =
        Expect.error(
            client.call(
                GroupRequests.frame(
                    GroupRequests.settings(group, with().putAttributes("one more", "x")))),
            ErrorCode.TOO_MANY);
    assertEquals("32", error.getValue());
  }

  /** What is wrong, changes that have it, and the value that the answer repeats. */
  static Stream<Arguments> badChanges() {
    String[] users = {
      "", ".bob", "bob smith", "bob/carol", "b{ob}", "bób", "bob\n", "u".repeat(65)
    };
    List<Arguments> bad = new ArrayList<>();
    for (String user : users) {
      everyChangeOf(user).forEach(change -> bad.add(arguments("user", change, user)));
    }
    List<String> crowd = IntStream.range(0, 201).mapToObj(i -> "user" + i).toList();
    everyChangeOf(crowd).forEach(change -> bad.add(arguments("201 users", change, "201")));
    everyChangeOf(List.of("bob", "carol", "bob"))
        .forEach(change -> bad.add(arguments("twice", change, "one of them twice")));
    for (String token : new String[] {TOKEN.substring(1), "t".repeat(65), TOKEN + "/", "x\n"}) {
      String said = token.length() + " characters";
      bad.add(arguments("link", GroupRequests.createLink(TEAM, link(token)), said));
      bad.add(arguments("link", GroupRequests.revokeLink(TEAM, token), said));
      bad.add(arguments("link", GroupRequests.join(TEAM, token), said));
    }
    bad.addAll(
        List.of(
            arguments("nobody", GroupRequests.add(TEAM, List.of()), "0"),
            arguments("nobody", GroupRequests.remove(TEAM, List.of()), "0"),
            arguments("no link", GroupRequests.createLink(TEAM, link("")), "0 characters"),
            arguments("no link", GroupRequests.revokeLink(TEAM, ""), "0 characters"),
            arguments("nothing", GroupRequests.settings(TEAM, with()), "nothing"),
            arguments("no role", GroupRequests.setRole(TEAM, "bob", Role.ROLE_UNSPECIFIED), "0"),
            arguments("unknown role", role(99), "99"),
            arguments("mute", GroupRequests.mute(TEAM, "bob", -1), "-1"),
            arguments(
                "mute", GroupRequests.mute(TEAM, "bob", Long.MIN_VALUE), "-9223372036854775808"),
            arguments(
                "mute", GroupRequests.mute(TEAM, "bob", Long.MAX_VALUE), "9223372036854775807"),
            arguments("mute", GroupRequests.mute(TEAM, "bob", EXACT_MAX + 1), "9007199254740993"),
            arguments("life", createLink(366 * 86_400 + 1, 0), "31622401"),
            arguments("life", createLink(-1, 0), "4294967295"),
            arguments("uses", createLink(0, -1), "4294967295"),
            arguments("uses", createLink(0, Integer.MIN_VALUE), "2147483648")));
    return bad.stream();
  }

  private static Stream<ChangeGroup.Builder> everyChangeOf(String user) {
    return Stream.concat(
        everyChangeOf(List.of("carol", user)),
        Stream.of(
            GroupRequests.setRole(TEAM, user, Role.ADMIN),
            GroupRequests.mute(TEAM, user, 0),
            GroupRequests.answer(TEAM, user, true),
            GroupRequests.answer(TEAM, user, false)));
  }

  private static Stream<ChangeGroup.Builder> everyChangeOf(List<String> users) {
    return Stream.of(
        GroupRequests.create("g/never", users),
        GroupRequests.add(TEAM, users),
        GroupRequests.remove(TEAM, users));
  }

  private static ChangeGroup.Builder role(int number) {
    return GroupRequests.change(TEAM)
        .setSetRole(SetRole.newBuilder().setUser("bob").setRoleValue(number));
  }

  private static CreateLink.Builder link(String token) {
    return CreateLink.newBuilder().setToken(token);
  }

  private static ChangeGroup.Builder createLink(int lifetime, int uses) {
    return GroupRequests.createLink(TEAM, link(TOKEN).setLifetimeS(lifetime).setUses(uses));
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("badChanges")
  void aBadChangeChangesNothing(String what, ChangeGroup.Builder change, String value) {
    Group before = info(TEAM);
    for (Door door : Door.values()) {
      Error error = refused(client(door), change, value);
      assertFalse(error.toString().contains(TOKEN), "a token is told");
      assertNeverMade(client(door));
    }
    assertEquals(before, info(TEAM));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 17, 32, 60_000})
  void anIdThatIsNot16BytesIsRefused(int length) {
    ByteString id = ByteString.copyFrom(new byte[length]);
    for (RawClient client : clients()) {
      everyChange("g/never")
          .forEach(change -> refused(client, change.setClientMessageId(id), length + " bytes"));
      assertNeverMade(client);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aChangeThatIsNotThereOrNewerThanTheServerIsNotSupported(Door door)
      throws InvalidProtocolBufferException {
    RawClient client = client(door);
    UnknownFieldSet newer =
        UnknownFieldSet.newBuilder()
            .addField(
                99,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8("newer"))
                    .build())
            .build();
    ChangeGroup unknown =
        ChangeGroup.parseFrom(
            GroupRequests.change(TEAM).build().toByteString().concat(newer.toByteString()));
    for (ChangeGroup change : List.of(GroupRequests.change(TEAM).build(), unknown)) {
      Expect.error(
          client.call(ClientFrame.newBuilder().setChangeGroup(change)),
          ErrorCode.UNSUPPORTED_REQUEST);
    }
    Expect.alive(client);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "1",
        "1:2",
        "1:2:3",
        "1:2:bob",
        ":1:2:bob",
        "1::2:bob",
        "1:2::bob",
        "1:2:3:.bob",
        "1:2:3:bob\n",
        "-1:2:3:bob",
        "99999999999999999999:1:1:",
      })
  void anUnknownCursorOfMembersIsRefused(String after) {
    for (RawClient client : clients()) {
      Error error =
          Expect.error(
              client.call(GroupRequests.members(TEAM, after, 0)), ErrorCode.INVALID_ARGUMENT);
      assertTrue(after.contains(error.getValue()), error::toString);
      Expect.alive(client);
    }
  }

  @Test
  void aCursorOfMembersNobodyHasGivenStartsAnewOrEnds() {
    String next = tcp.call(GroupRequests.members(TEAM, "", 0)).getMembers().getNext();
    String epoch = next.substring(0, next.indexOf(':'));
    for (String place : List.of(":1:1:", ":1:1:nobody")) {
      Members rest = tcp.call(GroupRequests.members(TEAM, epoch + place, 0)).getMembers();
      assertTrue(rest.getComplete() && !rest.getRestarted(), place);
    }
    for (String after :
        List.of(
            "1:1:1:",
            epoch + ":1:1000000:",
            epoch + ":9999999999999999:1:",
            epoch + ":1:9999999999999999:")) {
      Members all = tcp.call(GroupRequests.members(TEAM, after, 0)).getMembers();
      assertTrue(all.getRestarted(), after);
      assertEquals(2, all.getMembersCount());
    }
  }

  @Test
  void limitsOfMembersAreCheckedAndHugeOnesAreWelcome() {
    for (RawClient client : clients()) {
      for (int limit : new int[] {-1, Integer.MIN_VALUE}) {
        Error error =
            Expect.error(
                client.call(GroupRequests.members(TEAM, "", limit)), ErrorCode.INVALID_ARGUMENT);
        assertEquals(Integer.toUnsignedString(limit), error.getValue());
      }
      Members all = client.call(GroupRequests.members(TEAM, "", Integer.MAX_VALUE)).getMembers();
      assertEquals(2, all.getMembersCount());
      assertTrue(all.getComplete());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "i:",
        "i:1",
        "i:-1:0",
        "i:x:0",
        "i:1:x",
        "i:9999999999999999999:0",
        "i:0:9999999999999999999",
        "g:g/team",
        "g:g/team:1",
        "g:team:1:0",
        "g:d/alice/bob:1:0",
        "g:g/team:1:0\n",
        "i:1:0 ",
      })
  void anUnknownCursorOfHeadsIsRefused(String after) {
    for (RawClient client : clients()) {
      Error error = Expect.error(client.call(Requests.heads(after)), ErrorCode.INVALID_ARGUMENT);
      assertEquals(after, error.getValue());
      Expect.alive(client);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, EXACT_MAX + 1})
  void aVersionOfHeadsThatCannotBeIsRefused(long version) {
    for (Door door : Door.values()) {
      ClientFrame.Builder request =
          ClientFrame.newBuilder().setFetchHeads(FetchHeads.newBuilder().setSince(version));
      Error error = Expect.error(client(door).call(request), ErrorCode.INVALID_ARGUMENT);
      assertEquals(Long.toUnsignedString(version), error.getValue());
      Expect.alive(client(door));
      try (RawClient late = node.connect(door)) {
        Login login = RawClient.loginFrame(node.tokens().token("late"), "late").getLogin();
        late.send(
            ClientFrame.newBuilder().setLogin(login.toBuilder().setHeadsSince(version)).build());
        Error refusal = Expect.closedWith(late, ErrorCode.INVALID_ARGUMENT);
        assertEquals(Long.toUnsignedString(version), refusal.getValue());
      }
    }
  }

  @Test
  void aVersionOfHeadsThatNoListHadCountsAsNone() {
    assertTrue(tcp.call(Requests.send("d/alice/bob", 1)).hasMessageAck());
    Heads all = tcp.call(Requests.heads("")).getHeads();
    assertTrue(
        all.getHeadsList().stream().anyMatch(head -> head.getConversation().equals("d/alice/bob")));
    ClientFrame.Builder request =
        ClientFrame.newBuilder().setFetchHeads(FetchHeads.newBuilder().setSince(EXACT_MAX));
    assertEquals(all, tcp.call(request).getHeads());
  }

  @ParameterizedTest
  @EnumSource
  void aNameThatIsTakenIsSaidToBeAndARepeatedCreationIsTheSame(Door door) {
    RawClient client = client(door);
    String group = "g/once-" + door;
    ChangeGroup.Builder create = GroupRequests.create(group, List.of("bob"));
    var ack = GroupRequests.make(client, create);
    assertEquals(ack, GroupRequests.make(client, create));
    try (RawClient bob = node.login(door, "bob", "phone-" + door);
        RawClient carol = node.login(door, "carol", "phone-" + door)) {
      for (RawClient other : Arrays.asList(client, bob, carol)) {
        Error error =
            Expect.error(
                other.call(GroupRequests.frame(GroupRequests.create(group, List.of()))),
                ErrorCode.ALREADY_EXISTS);
        assertEquals(group, error.getValue());
      }
    }
    // The same id in another group is another change.
    GroupRequests.make(client, create.clone().setConversation(group + "-too"));
    assertEquals(1, client.call(GroupRequests.info(group)).getGroup().getVersion());
  }

  @Test
  void whoCreatesMayNameItselfAndTheOthersAreInOnce() {
    ChangeGroup.Builder create =
        GroupRequests.change("g/self")
            .setCreate(CreateGroup.newBuilder().addMembers("alice").addMembers("bob"));
    GroupRequests.make(tcp, create);
    Members members = tcp.call(GroupRequests.members("g/self", "", 0)).getMembers();
    assertEquals(
        List.of("alice", "bob"),
        members.getMembersList().stream().map(member -> member.getUser()).sorted().toList());
    assertEquals(Role.OWNER, members.getMembers(0).getRole());
  }

  private static Group info(String group) {
    return tcp.call(GroupRequests.info(group)).getGroup();
  }

  private static Error refused(RawClient client, ChangeGroup.Builder change, String value) {
    Error error =
        Expect.error(client.call(GroupRequests.frame(change)), ErrorCode.INVALID_ARGUMENT);
    assertEquals(value, error.getValue());
    assertTrue(error.getSerializedSize() < 1024, () -> error.getSerializedSize() + " bytes");
    Expect.alive(client);
    return error;
  }

  private static void assertNeverMade(RawClient client) {
    Expect.error(client.call(GroupRequests.info("g/never")), ErrorCode.FORBIDDEN);
  }
}
