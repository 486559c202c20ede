package dev.ferry.server.presence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferry.client.ClientListener;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.ClientState;
import dev.ferry.client.FerryClient;
import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedSignal;
import dev.ferry.client.driver.FerryClients;
import dev.ferry.client.presence.UserPresence;
import dev.ferry.loadtest.fleet.NodeProcess;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.testkit.Nodes;
import dev.ferry.server.testkit.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Presence and signals as an app sees them, over the loss of its node. */
@Timeout(180)
class ClientPresenceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path folder;

  private static final class Ear implements ClientListener {
    private final List<String> presence = new CopyOnWriteArrayList<>();
    private final List<String> signals = new CopyOnWriteArrayList<>();

    @Override
    public void onPresence(List<UserPresence> news) {
      for (UserPresence each : news) {
        presence.add(each.user() + (each.isOnline() ? " + " : " - ") + each.status());
      }
    }

    @Override
    public void onSignal(ReceivedSignal signal) {
      signals.add(signal.sender() + " " + signal.type());
    }
  }

  @Test
  void whoIsWatchedIsWatchedOnTheNextConnectionAsWell() {
    try (EmbeddedRedis redis =
            EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
        Nodes nodes = Nodes.start(folder, 2, redis.uri().toString());
        FerryClient alice = client(nodes.get(0), "alice");
        FerryClient bob = client(nodes.get(1), "bob")) {
      Ear ear = new Ear();
      alice.addListener(ear);
      alice.start();
      bob.start();
      assertEquals(1, alice.presence().watch(List.of("bob")).join());
      bob.send("d/alice/bob", MessageContent.text("hello")).join();
      awaitLast(ear, "bob + ");
      bob.typing("d/alice/bob");
      bob.typing("d/alice/bob");
      await().atMost(PATIENCE).until(() -> !ear.signals.isEmpty());
      assertEquals("on a ferry", bob.presence().setStatus("on a ferry").join().status());
      awaitLast(ear, "bob + on a ferry");
      nodes.get(0).kill();
      await().atMost(PATIENCE).until(() -> alice.state() != ClientState.ONLINE);
      nodes.get(0).start();
      await().atMost(PATIENCE).until(() -> alice.state() == ClientState.ONLINE);
      assertEquals("ashore", bob.presence().setStatus("ashore").join().status());
      awaitLast(ear, "bob + ashore");
      bob.close();
      awaitLast(ear, "bob - ashore");
      assertEquals(List.of("bob typing"), ear.signals);
      assertEquals("ashore", alice.presence().fetch(List.of("bob")).join().get(0).status());
    }
  }

  private static void awaitLast(Ear ear, String wanted) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                !ear.presence.isEmpty()
                    && ear.presence.get(ear.presence.size() - 1).equals(wanted));
  }

  private static FerryClient client(NodeProcess node, String user) {
    Tokens tokens = Tokens.of(node);
    return FerryClients.create(
        ClientOptions.builder()
            .server(node.tcp())
            .user(user)
            .device("phone")
            .tokens(() -> tokens.token(user))
            .build());
  }
}
