package dev.ferry.server.cursors;

import static org.awaitility.Awaitility.await;

import dev.ferry.client.ClientListener;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.ClientState;
import dev.ferry.client.ConversationCursor;
import dev.ferry.client.FerryClient;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.driver.FerryClients;
import dev.ferry.client.message.MessageRef;
import dev.ferry.client.store.InMemoryStore;
import dev.ferry.server.testkit.Tokens;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A device on the SDK that can be taken offline and comes back on the same store. Remembers what it
 * was told. For one thread of the test.
 */
final class Reader implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  final String user;
  private final String device;
  private final URI server;
  private final Tokens tokens;
  private final InMemoryStore store = new InMemoryStore();
  private @Nullable FerryClient client;

  /** The newest seq of each conversation that it was shown. Written on the callback thread. */
  private final Map<String, Long> shown = new ConcurrentHashMap<>();

  /** The last that was told of each peer's cursor. Written on the callback thread. */
  private final Map<String, ConversationCursor> peers = new ConcurrentHashMap<>();

  /** The last message of the user that counts. Written on the callback thread. */
  private final Map<String, MessageRef> own = new ConcurrentHashMap<>();

  /** Groups of which receipts changed. Written on the callback thread. */
  final Set<String> receiptsChanged = ConcurrentHashMap.newKeySet();

  Reader(URI server, Tokens tokens, String user, String device) {
    this.server = server;
    this.tokens = tokens;
    this.user = user;
    this.device = device;
  }

  boolean isOpen() {
    return client != null;
  }

  FerryClient client() {
    FerryClient open = client;
    if (open == null) {
      throw new IllegalStateException(user + "/" + device + " is offline");
    }
    return open;
  }

  Reader open() {
    FerryClient opened =
        FerryClients.create(
            ClientOptions.builder()
                .server(server)
                .user(user)
                .device(device)
                .tokens(() -> tokens.token(user))
                .store(store)
                .firstSightMessages(Integer.MAX_VALUE)
                .build());
    client = opened;
    opened.addListener(new Listener());
    opened.start();
    return this;
  }

  Reader awaitOnline() {
    await().atMost(PATIENCE).until(() -> client().state() == ClientState.ONLINE);
    return this;
  }

  /** The newest seq that it was shown; 0 for none. */
  long shown(String conversation) {
    return shown.getOrDefault(conversation, 0L);
  }

  @Nullable MessageRef own(String conversation) {
    return own.get(conversation);
  }

  @Nullable ConversationCursor peer(String conversation) {
    return peers.get(conversation);
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
    return user + "/" + device;
  }

  private final class Listener implements ClientListener {
    @Override
    public void onMessage(ReceivedMessage message) {
      shown.merge(message.conversation(), message.seq(), Math::max);
      boolean counts =
          message.change() == null && message.operation() == null && !message.content().silent();
      if (counts && message.sender().equals(user)) {
        own.put(message.conversation(), message.ref());
      }
    }

    @Override
    public void onCursor(ConversationCursor cursor) {
      if (!cursor.user().equals(user)) {
        peers.put(cursor.conversation(), cursor);
      }
    }

    @Override
    public void onReceiptsChanged(String conversation) {
      receiptsChanged.add(conversation);
    }
  }
}
