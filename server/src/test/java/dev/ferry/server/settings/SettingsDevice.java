package dev.ferry.server.settings;

import static org.awaitility.Awaitility.await;

import dev.ferry.client.ClientListener;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.ClientState;
import dev.ferry.client.FerryClient;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.Timeline;
import dev.ferry.client.driver.FerryClients;
import dev.ferry.client.message.DeletedForMe;
import dev.ferry.client.store.InMemoryStore;
import dev.ferry.server.testkit.Tokens;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A device on the SDK whose app goes on over successive clients on one store, with a server or
 * without one. For one thread of the test.
 */
final class SettingsDevice implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Where nobody listens. */
  private static final URI NOWHERE = URI.create("tcp://127.0.0.1:1");

  final String user;
  private final String device;
  private final URI server;
  private final Tokens tokens;
  private final InMemoryStore store = new InMemoryStore();
  private final App app = new App();
  private @Nullable FerryClient client;

  SettingsDevice(URI server, Tokens tokens, String user, String device) {
    this.server = server;
    this.tokens = tokens;
    this.user = user;
    this.device = device;
  }

  FerryClient client() {
    FerryClient open = client;
    if (open == null) {
      throw new IllegalStateException(this + " is closed");
    }
    return open;
  }

  SettingsDevice online() {
    return open(server);
  }

  /** Open, and without a connection. */
  SettingsDevice offline() {
    return open(NOWHERE);
  }

  private SettingsDevice open(URI uri) {
    close();
    FerryClient opened =
        FerryClients.create(
            ClientOptions.builder()
                .server(uri)
                .user(user)
                .device(device)
                .tokens(() -> tokens.token(user))
                .store(store)
                .firstSightMessages(Integer.MAX_VALUE)
                .build());
    opened.addListener(app);
    client = opened;
    opened.start();
    return this;
  }

  SettingsDevice awaitOnline() {
    await().atMost(PATIENCE).until(() -> client().state() == ClientState.ONLINE);
    return this;
  }

  /** The seqs of the messages that the app shows. */
  List<Long> shown(String talk) {
    return app.shown(talk);
  }

  /** The life of the log, as far as the app knows; 0 for none. */
  long epoch(String talk) {
    return app.epoch(talk);
  }

  /** Shows messages, also over several clients. Safe for use from any thread. */
  private final class App implements ClientListener {
    private final Map<String, Timeline> timelines = new HashMap<>();
    private final Map<String, Long> epochs = new HashMap<>();

    private Timeline timeline(String talk) {
      return timelines.computeIfAbsent(talk, key -> new Timeline(user, 1_000));
    }

    @Override
    public synchronized void onMessage(ReceivedMessage message) {
      timeline(message.conversation()).add(message);
      epochs.put(message.conversation(), message.epoch());
    }

    @Override
    public synchronized void onDeletedForMe(List<DeletedForMe> deleted) {
      deleted.forEach(each -> timeline(each.conversation()).delete(each));
    }

    synchronized List<Long> shown(String talk) {
      return timeline(talk).messages().stream().map(ReceivedMessage::seq).toList();
    }

    synchronized long epoch(String talk) {
      return epochs.getOrDefault(talk, 0L);
    }
  }

  @Override
  public void close() {
    FerryClient open = client;
    client = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public String toString() {
    return user + "/" + device + " " + (client == null ? "closed" : client.state());
  }
}
