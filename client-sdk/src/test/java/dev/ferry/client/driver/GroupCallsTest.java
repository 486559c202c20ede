package dev.ferry.client.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.ClientOptions;
import dev.ferry.client.FerryClient;
import dev.ferry.client.FerryException;
import dev.ferry.client.group.GroupMember;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.group.GroupSettings;
import dev.ferry.client.group.MembersPage;
import dev.ferry.protocol.v1.ChangeGroup;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.GroupAck;
import dev.ferry.protocol.v1.Member;
import dev.ferry.protocol.v1.Members;
import dev.ferry.protocol.v1.ServerFrame;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GroupCallsTest {
  private static final String GROUP = "g/team";

  private final HandTransport transport = new HandTransport();
  private FerryClient client;

  @BeforeEach
  void create() throws Exception {
    ClientOptions options =
        ClientOptions.builder()
            .server(URI.create("tcp://127.0.0.1"))
            .user("alice")
            .device("phone")
            .tokens(() -> "token")
            .build();
    client = new ClientDriver(options, () -> transport);
    client.start();
    transport.logIn("alice");
  }

  @AfterEach
  void close() {
    client.close();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(10, TimeUnit.SECONDS);
  }

  private void answer(ClientFrame call, ServerFrame.Builder answer) {
    transport.receive(answer.setRequestId(call.getRequestId()));
  }

  private void ack(ClientFrame change, long seq) {
    answer(change, ServerFrame.newBuilder().setGroupAck(GroupAck.newBuilder().setSeq(seq)));
  }

  private static Member member(String user, boolean left) {
    return Member.newBuilder().setUser(user).setLeft(left).build();
  }

  private static List<String> users(MembersPage page) {
    return page.members().stream().map(GroupMember::user).toList();
  }

  @Test
  void everyChangeHasAnIdOfItsOwn() throws Exception {
    CompletableFuture<GroupReceipt> first =
        client.groups().create(GROUP, GroupSettings.builder().name("Team").build(), List.of("bob"));
    ChangeGroup create = transportChange(1);
    assertEquals("Team", create.getCreate().getSettings().getName());
    assertEquals(List.of("bob"), create.getCreate().getMembersList());
    assertEquals(1, get(first).seq());
    CompletableFuture<GroupReceipt> second = client.groups().handOver(GROUP, "bob");
    ChangeGroup handOver = transportChange(2);
    assertEquals("bob", handOver.getSetRole().getUser());
    assertEquals(2, get(second).seq());
    assertEquals(16, create.getClientMessageId().size());
    assertTrue(!create.getClientMessageId().equals(handOver.getClientMessageId()));
  }

  private ChangeGroup transportChange(long seq) throws InterruptedException {
    ClientFrame change = transport.take();
    ack(change, seq);
    return change.getChangeGroup();
  }

  @Test
  void tokensOfLinksAreRandomAndOfTheFormThatTheServerWants() throws Exception {
    CompletableFuture<String> one = client.groups().createLink(GROUP, Duration.ofHours(1), 5);
    ChangeGroup create = transportChange(1);
    assertEquals(get(one), create.getCreateLink().getToken());
    assertEquals(3_600, create.getCreateLink().getLifetimeS());
    assertEquals(5, create.getCreateLink().getUses());
    CompletableFuture<String> other = client.groups().createLink(GROUP, Duration.ZERO, 0);
    transportChange(2);
    assertTrue(get(one).matches("[A-Za-z0-9_-]{22,64}"), get(one));
    assertTrue(!get(one).equals(get(other)));
  }

  @Test
  void refusedLinkFailsAsAnyChange() throws Exception {
    CompletableFuture<String> link = client.groups().createLink(GROUP, Duration.ZERO, 0);
    Error.Builder error = Error.newBuilder().setCode(ErrorCode.TOO_MANY).setDuty(Duty.FIX);
    answer(transport.take(), ServerFrame.newBuilder().setError(error));
    ExecutionException failure = assertThrows(ExecutionException.class, () -> get(link));
    assertEquals("TOO_MANY", assertInstanceOf(FerryException.class, failure.getCause()).code());
  }

  @Test
  void allMembersAreCollectedThoughTheyChangeMeanwhile() throws Exception {
    CompletableFuture<MembersPage> all = client.groups().members(GROUP);
    page("", "1", false, member("alice", false), member("bob", false), member("carol", false));
    page("1", "2", false, member("bob", true), member("dave", false));
    page("2", "3", true, member("carol", false));
    assertEquals(List.of("alice", "dave", "carol"), users(get(all)));
    assertEquals("3", get(all).next());
  }

  private void page(String after, String next, boolean complete, Member... members)
      throws InterruptedException {
    ClientFrame fetch = transport.take();
    assertEquals(after, fetch.getFetchMembers().getAfter());
    Members.Builder page =
        Members.newBuilder().addAllMembers(List.of(members)).setNext(next).setComplete(complete);
    answer(fetch, ServerFrame.newBuilder().setMembers(page));
  }

  @Test
  void listThatBeginsAnewForgetsWhatCameBefore() throws Exception {
    CompletableFuture<MembersPage> all = client.groups().members(GROUP);
    page("", "1", false, member("alice", false), member("bob", false));
    ClientFrame fetch = transport.take();
    Members.Builder anew =
        Members.newBuilder()
            .addMembers(member("carol", false))
            .setRestarted(true)
            .setComplete(true);
    answer(fetch, ServerFrame.newBuilder().setMembers(anew));
    assertEquals(List.of("carol"), users(get(all)));
  }

  @Test
  void listThatDoesNotGoOnFails() throws Exception {
    CompletableFuture<MembersPage> all = client.groups().members(GROUP);
    page("", "1", false, member("alice", false));
    page("1", "1", false, member("alice", false));
    ExecutionException failure = assertThrows(ExecutionException.class, () -> get(all));
    assertInstanceOf(FerryException.class, failure.getCause());
  }
}
