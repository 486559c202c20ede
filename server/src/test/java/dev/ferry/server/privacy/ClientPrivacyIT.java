package dev.ferry.server.privacy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.ClientListener;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.ClientState;
import dev.ferry.client.FerryClient;
import dev.ferry.client.FerryException;
import dev.ferry.client.MessageContent;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.driver.FerryClients;
import dev.ferry.client.privacy.BlockedPage;
import dev.ferry.client.privacy.PrivacyChange;
import dev.ferry.client.privacy.Writers;
import dev.ferry.loadtest.fleet.NodeProcess;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.testkit.Nodes;
import dev.ferry.server.testkit.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Blocks and who may write as an app sees them, over the loss of its node. */
@Timeout(180)
class ClientPrivacyIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path folder;

  private static final class Ear implements ClientListener {
    private final List<PrivacyChange> changes = new CopyOnWriteArrayList<>();

    @Override
    public void onPrivacy(PrivacyChange change) {
      changes.add(change);
    }
  }

  @Test
  void anAppBlocksAndItsOtherDevicesHearOfItAlsoThoseThatWereAway() {
    try (EmbeddedRedis redis =
            EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
        Nodes nodes = Nodes.start(folder, 2, redis.uri().toString());
        FerryClient phone = client(nodes.get(0), "alice", "phone");
        FerryClient pad = client(nodes.get(1), "alice", "pad");
        FerryClient bob = client(nodes.get(1), "bob", "phone")) {
      Ear ear = new Ear();
      pad.addListener(ear);
      List.of(phone, pad, bob).forEach(FerryClient::start);
      await().atMost(PATIENCE).until(() -> pad.state() == ClientState.ONLINE);
      assertEquals(1, say(bob, "d/alice/bob").join().seq());
      assertEquals(1, phone.privacy().block("bob").join().blocked());
      assertRefused("NOT_ACCEPTED", say(bob, "d/alice/bob"));
      assertRefused("BLOCKED_BY_YOU", say(phone, "d/alice/bob"));
      BlockedPage page = phone.privacy().blocked(0, 1).join();
      assertEquals("bob", page.users().get(0).user());
      await().atMost(PATIENCE).until(() -> ear.changes.size() == 1);
      assertEquals(PrivacyChange.Kind.BLOCKED, ear.changes.get(0).kind());
      assertEquals("bob", ear.changes.get(0).user());

      nodes.get(1).kill();
      await().atMost(PATIENCE).until(() -> pad.state() != ClientState.ONLINE);
      long version = phone.privacy().setWhoMayWrite(Writers.CONTACTS).join().version();
      nodes.get(1).start();
      await().atMost(PATIENCE).until(() -> ear.changes.size() == 2);
      assertEquals(PrivacyChange.Kind.VERSION, ear.changes.get(1).kind());
      assertEquals(version, ear.changes.get(1).version());
      assertEquals(Writers.CONTACTS, pad.privacy().settings().join().whoMayWrite());

      pad.privacy().unblock("bob").join();
      assertTrue(say(bob, "d/alice/bob").join().seq() > 1);
      assertRefused("INVALID_ARGUMENT", phone.privacy().block("alice"));
      assertEquals(ClientState.ONLINE, phone.state(), "refused, and goes on");
    }
  }

  private static CompletableFuture<SendReceipt> say(FerryClient client, String conversation) {
    return client.send(conversation, MessageContent.text("hello"));
  }

  private static void assertRefused(String code, CompletableFuture<?> call) {
    CompletionException thrown = assertThrows(CompletionException.class, call::join);
    FerryException reason = assertInstanceOf(FerryException.class, thrown.getCause());
    assertEquals(code, reason.code());
    assertEquals(FerryException.Kind.REFUSED, reason.kind());
  }

  private static FerryClient client(NodeProcess node, String user, String device) {
    Tokens tokens = Tokens.of(node);
    return FerryClients.create(
        ClientOptions.builder()
            .server(node.tcp())
            .user(user)
            .device(device)
            .tokens(() -> tokens.token(user))
            .build());
  }
}
