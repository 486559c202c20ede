package dev.ferry.server.reliability;

import static org.awaitility.Awaitility.await;

import dev.ferry.client.ClientListener;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.ClientState;
import dev.ferry.client.FerryClient;
import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.driver.FerryClients;
import dev.ferry.server.testkit.Ledger;
import dev.ferry.server.testkit.Tokens;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A device on the SDK. Enters into a ledger what it sends and what it is shown, and remembers every
 * state it was in. For one sending thread.
 */
final class Device implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String name;
  private final Ledger ledger;
  private final FerryClient client;

  /** Written on the client's callback thread. */
  private final List<ClientState> states = new CopyOnWriteArrayList<>();

  private Device(String name, Ledger ledger, FerryClient client) {
    this.name = name;
    this.ledger = ledger;
    this.client = client;
  }

  /**
   * Starts to connect.
   *
   * @param name {@code user/device}
   */
  static Device start(URI server, Tokens tokens, String name, Ledger ledger) {
    int slash = name.indexOf('/');
    String user = name.substring(0, slash);
    ClientOptions options =
        ClientOptions.builder()
            .server(server)
            .user(user)
            .device(name.substring(slash + 1))
            .tokens(() -> tokens.token(user))
            .firstSightMessages(Integer.MAX_VALUE)
            .build();
    Device device = new Device(name, ledger, FerryClients.create(options));
    device.client.addListener(device.new Listener());
    device.client.start();
    return device;
  }

  String name() {
    return name;
  }

  Device awaitOnline() {
    await().atMost(PATIENCE).until(() -> client.state() == ClientState.ONLINE);
    return this;
  }

  /** Every state so far, from the first connect on; a device that stayed online has two. */
  List<ClientState> states() {
    return List.copyOf(states);
  }

  /** Puts a message on its way; done when it was acked. */
  CompletableFuture<SendReceipt> send(String conversation, String text) {
    Ledger.Send send = ledger.sending(name, conversation, text);
    return client
        .send(conversation, MessageContent.text(text))
        .thenApply(
            receipt -> {
              send.acked(receipt.clientMessageId(), receipt.epoch(), receipt.seq());
              return receipt;
            });
  }

  @Override
  public void close() {
    client.close();
  }

  private final class Listener implements ClientListener {
    @Override
    public void onMessage(ReceivedMessage message) {
      ledger.received(
          name,
          new Ledger.Entry(
              message.conversation(),
              message.epoch(),
              message.seq(),
              message.clientMessageId(),
              message.sender() + "/" + message.senderDevice(),
              message.content().text()));
    }

    @Override
    public void onState(ClientState state) {
      states.add(state);
    }
  }
}
