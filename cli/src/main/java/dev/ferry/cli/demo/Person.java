package dev.ferry.cli.demo;

import dev.ferry.cli.connect.ClientFactory;
import dev.ferry.cli.connect.Connection;
import dev.ferry.cli.connect.Deadline;
import dev.ferry.cli.connect.DevSecret;
import dev.ferry.cli.terminal.CliException;
import dev.ferry.cli.terminal.ExitCode;
import dev.ferry.client.ClientListener;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.ClientState;
import dev.ferry.client.FerryClient;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.store.LocalStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One life of one person's app: a client, and all it was told. */
final class Person implements ClientListener, AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final Connection connection;

  /** Guarded by this. */
  private final List<ReceivedMessage> received = new ArrayList<>();

  /** Guarded by this. */
  private int logins;

  private Person(Connection connection) {
    this.connection = connection;
  }

  /** Logs in on the phone whose storage is {@code store}. */
  static Person come(
      ClientFactory clients, URI server, String name, DevSecret secret, LocalStore store) {
    ClientOptions options =
        ClientOptions.builder()
            .server(server)
            .user(name)
            .device(name + "-phone")
            .tokens(() -> secret.token(name, Instant.now(), Duration.ofMinutes(10)))
            .store(store)
            .clientName("ferry-demo")
            .build();
    Person person = new Person(Connection.of(clients, options));
    person.client().addListener(person);
    person.connection.start(Deadline.in(CONNECT_TIMEOUT));
    return person;
  }

  FerryClient client() {
    return connection.client();
  }

  @Override
  public synchronized void onMessage(ReceivedMessage message) {
    received.add(message);
    notifyAll();
  }

  @Override
  public synchronized void onState(ClientState state) {
    if (state == ClientState.ONLINE) {
      logins++;
      notifyAll();
    }
  }

  synchronized List<ReceivedMessage> received() {
    return List.copyOf(received);
  }

  synchronized List<ReceivedMessage> receivedIn(String conversation) {
    return received.stream().filter(m -> m.conversation().equals(conversation)).toList();
  }

  /** Waits until {@code count} entries of a conversation have come in this life. */
  void awaitReceivedIn(String conversation, int count, Duration timeout)
      throws InterruptedException {
    await(
        () -> receivedIn(conversation).size() >= count,
        timeout,
        "entry " + count + " of " + conversation + " did not come");
  }

  /** Waits until {@code count} messages have come in this life. */
  void awaitReceived(int count, Duration timeout) throws InterruptedException {
    await(() -> received.size() >= count, timeout, "message " + count + " did not come");
  }

  /** Waits until this client has logged in {@code count} times. */
  void awaitLogins(int count, Duration timeout) throws InterruptedException {
    await(() -> logins >= count, timeout, "login " + count + " did not come");
  }

  private synchronized void await(BooleanSupplier condition, Duration timeout, String otherwise)
      throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      long leftMs = (end - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        throw new CliException(
            ExitCode.TIMED_OUT,
            client().user() + ": " + otherwise + " in " + timeout.toSeconds() + " s");
      }
      wait(leftMs);
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
