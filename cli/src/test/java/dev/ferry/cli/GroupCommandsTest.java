package dev.ferry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.FakeClient;
import dev.ferry.cli.connect.FakeGroups;
import dev.ferry.cli.terminal.Console;
import dev.ferry.client.FerryException;
import dev.ferry.client.group.GroupInfo;
import dev.ferry.client.group.GroupLink;
import dev.ferry.client.group.GroupMember;
import dev.ferry.client.group.GroupRole;
import dev.ferry.client.group.GroupSettings;
import dev.ferry.client.group.JoinRequest;
import dev.ferry.client.group.MembersPage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** {@code ./ferry group} on a client without a server. */
class GroupCommandsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<FakeClient> clients = new ArrayList<>();
  private Consumer<FakeGroups> prepare = groups -> groups.answer(FakeGroups.receipt(7, false));

  /** {@code words} with their parts between blanks. */
  private int run(String words) {
    List<String> args = new ArrayList<>(List.of("group"));
    args.addAll(List.of(words.split(" ")));
    args.addAll(List.of("--as", "alice", "--token", "t"));
    out.reset();
    err.reset();
    Console console = new Console(new ByteArrayInputStream(new byte[0]), out, err, true);
    return Main.commandLine(
            new Context(
                console,
                options -> {
                  FakeClient client = new FakeClient(options, FakeClient::online);
                  prepare.accept(client.groups);
                  clients.add(client);
                  return client;
                }))
        .execute(args.toArray(String[]::new));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** What the last command asked of the SDK. */
  private String asked() {
    return clients.get(clients.size() - 1).groups.asked.get(0);
  }

  private void assertDone(String words, String asked, String line) {
    assertEquals(0, run(words), err());
    assertEquals(asked, asked());
    assertEquals(line + " (#7)\n", out());
  }

  @Test
  void everyChangeIsAskedForAndTold() {
    assertDone("add team bob carol", "add[g/team, [bob, carol]]", "added bob, carol to #team");
    assertDone("remove team bob", "remove[g/team, [bob]]", "removed bob from #team");
    assertDone("join team", "join[g/team, ]", "joined #team");
    assertDone("join team --link secret", "join[g/team, secret]", "joined #team");
    assertDone("leave team", "leave[g/team]", "left #team");
    assertDone("role team bob owner", "setRole[g/team, bob, OWNER]", "bob is now owner of #team");
    assertDone("unmute team bob", "mute[g/team, bob, 0]", "bob can write in #team again");
    assertDone("dismiss team", "dismiss[g/team]", "dismissed #team");
    assertDone("approve team bob", "approve[g/team, bob]", "let bob into #team");
    assertDone("decline team bob", "decline[g/team, bob]", "declined bob's request to join #team");
    assertDone("link revoke team x", "revokeLink[g/team, x]", "revoked a link into #team");
    assertDone(
        "mute team bob --until 2026-12-24T18:00:00Z",
        "mute[g/team, bob, 1798135200000]",
        "muted bob in #team");
  }

  @Test
  void createTakesMembersAndSettings() {
    assertEquals(
        0,
        run(
            "create team --members bob,carol --name Team --policy approval --history all"
                + " --slow-mode 30s --everyone-muted true --attribute a=b"),
        err());
    assertEquals("created #team with bob, carol (#7)\n", out());
    assertTrue(asked().startsWith("create[g/team, ") && asked().endsWith(", [bob, carol]]"));
  }

  @Test
  void aRequestThatWaitsIsNoMembership() {
    prepare = groups -> groups.answer(FakeGroups.receipt(7, true));
    assertEquals(0, run("join team"));
    assertEquals("asked to join #team: its owner or an admin must let you in\n", out());
    assertEquals(0, run("join team --json"));
    assertEquals(
        "{\"conversation\":\"g/team\",\"epoch\":1,\"seq\":7,"
            + "\"time\":\"1970-01-01T00:00:01.000Z\",\"pending\":true}\n",
        out());
  }

  @Test
  void refusalsHaveTheirStatusAndCode() {
    prepare =
        groups ->
            groups.answers.add(
                CompletableFuture.failedFuture(
                    new FerryException(
                        FerryException.Kind.REFUSED,
                        "GROUP_FULL",
                        "nobody gets in",
                        "2000",
                        null)));
    assertEquals(6, run("join team"));
    assertEquals("ferry: refused by the server: GROUP_FULL: nobody gets in (2000)\n", err());
    assertEquals("", out());
  }

  @Test
  void wrongUsageIsToldBeforeAnythingIsConnected() {
    for (String words :
        List.of(
            "set team",
            "add team",
            "mute team bob",
            "mute team bob --for 1m --until 2026-12-24T18:00:00Z",
            "mute team bob --until tomorrow",
            "role team bob king",
            "create team --policy closed",
            "create team --history some",
            "create te/am",
            "create team --slow-mode 99999d",
            "set team --slow-mode 99999d",
            "link create team --for 999999999d",
            "mute team bob --for 999999999d",
            "link")) {
      assertEquals(2, run(words), words);
      assertEquals(1, err().lines().count(), err());
    }
    assertTrue(clients.isEmpty());
  }

  @Test
  void showTellsSettingsAndTheOwnRole() {
    GroupMember me = new GroupMember("alice", GroupRole.OWNER, 0, 1, 1, false);
    GroupSettings settings = GroupSettings.builder().name("The team").build();
    prepare = groups -> groups.answer(new GroupInfo("g/team", 9, settings, 3, 2_000, me, false));
    assertEquals(0, run("show team"));
    assertTrue(out().contains("you             owner\n"), out());
    assertTrue(out().contains("name            The team\n"), out());
    assertEquals(0, run("show team --json"));
    assertTrue(out().contains("\"settings\":{\"name\":\"The team\"}"), out());
    assertEquals(1, out().lines().count());
  }

  private static MembersPage page(String next, boolean complete, boolean restarted, String user) {
    GroupMember member = new GroupMember(user, GroupRole.MEMBER, 0, 1, 1, false);
    return new MembersPage(List.of(member), next, complete, restarted);
  }

  @Test
  void membersEndWithTheCursorForWhatChanges() {
    prepare = groups -> groups.answer(page("c1", true, true, "bob"));
    assertEquals(0, run("members team"));
    assertEquals("member  bob\n", out());
    assertEquals("ferry: what changes from here on: --since c1\n", err());
    assertEquals(0, run("members team --json"));
    assertTrue(out().endsWith("{\"cursor\":\"c1\",\"restarted\":true}\n"), out());
  }

  @Test
  void changesOfMembersAreFollowedToTheirEnd() {
    prepare =
        groups -> {
          groups.answer(page("c2", false, false, "bob"));
          groups.answer(page("c3", true, false, "carol"));
        };
    assertEquals(0, run("members team --since c1"));
    assertEquals("member  bob\nmember  carol\n", out());
    assertEquals(
        List.of("members[g/team, c1]", "members[g/team, c2]"), clients.get(0).groups.asked);
  }

  @Test
  void memberThatChangesBetweenTwoPagesIsListedOnceAsItIsNow() {
    GroupMember bobLeft = new GroupMember("bob", GroupRole.MEMBER, 0, 1, 9, true);
    prepare =
        groups -> {
          groups.answer(page("c2", false, false, "bob"));
          groups.answer(page("c3", false, false, "carol"));
          groups.answer(new MembersPage(List.of(bobLeft), "c4", true, false));
        };
    assertEquals(0, run("members team --since c1"));
    assertEquals("member  carol\nleft    bob\n", out());
  }

  @Test
  void forgottenChangesGiveTheWholeList() {
    prepare =
        groups -> {
          groups.answer(page("c2", false, true, "bob"));
          groups.answer(page("c3", true, true, "carol"));
        };
    assertEquals(0, run("members team --since c1"));
    assertEquals("member  carol\n", out());
    assertTrue(err().contains("no longer known"), err());
  }

  @Test
  void linksAndRequestsAreListed() {
    prepare = groups -> groups.answer("secret");
    assertEquals(0, run("link create team --for 1h --uses 3"));
    assertEquals("createLink[g/team, PT1H, 3]", asked());
    assertEquals("secret\n", out());
    prepare = groups -> groups.answer(List.of(new GroupLink("secret", 0, 3, "bob")));
    assertEquals(0, run("link list team"));
    assertEquals("secret  for ever  3 uses left  by bob\n", out());
    prepare = groups -> groups.answer(List.of(new JoinRequest("carol", 1_000)));
    assertEquals(0, run("requests team --json"));
    assertEquals("{\"user\":\"carol\",\"time\":\"1970-01-01T00:00:01.000Z\"}\n", out());
    prepare = groups -> groups.answer(List.of());
    assertEquals(0, run("requests team"));
    assertEquals("ferry: nobody asks to join #team\n", err());
  }

  @Test
  void nothingIsPulledForACommandThatAsksOneThing() {
    run("leave team");
    assertEquals(0, clients.get(0).options().firstSightMessages());
  }
}
