package dev.ferry.cli.demo;

import dev.ferry.cli.connect.ClientFactory;
import dev.ferry.cli.connect.DevSecret;
import dev.ferry.cli.connect.DurationConverter;
import dev.ferry.client.HistoryPage;
import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.store.InMemoryStore;
import dev.ferry.client.store.LocalStore;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The tale itself: two people talk, one goes offline, the server dies, nothing is lost; then three
 * talk in a group, on two nodes.
 */
final class Tour {
  private static final int LETTERS = 100;
  private static final int ACKED_BEFORE_KILL = 40;
  private static final Duration TALK_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CATCH_UP_TIMEOUT = Duration.ofSeconds(30);

  /** How long a second copy of a message is waited for. */
  private static final Duration ECHO_WAIT = Duration.ofMillis(300);

  private static final DateTimeFormatter CLOCK_TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private static final List<String> TALK =
      List.of(
          "alice: Hi Bob. I am on a plain TCP connection.",
          "bob: Hi! WebSocket here. Same server, same bytes.",
          "alice: Every line you see was on disk before its ack.",
          "bob: Good. I am about to lose my signal, though.",
          "alice: Never mind, I shall write to you anyway.",
          "bob: Talk to you later, then.");

  private final Narrator narrator;
  private final ClientFactory clients;
  private final ServerProcess server;
  private final ServerProcess second;

  /** Main thread only. */
  private ServerProcess stage;

  /**
   * @param second shares the Redis of {@code server}
   */
  Tour(Narrator narrator, ClientFactory clients, ServerProcess server, ServerProcess second) {
    this.narrator = narrator;
    this.clients = clients;
    this.server = server;
    this.second = second;
    this.stage = server;
  }

  /** The server that the tale is about at the moment: its log says most when the tale fails. */
  ServerProcess stage() {
    return stage;
  }

  void run() throws IOException, InterruptedException, ExecutionException, TimeoutException {
    narrator.chapter("A server with a real Redis, in a temporary folder");
    Duration start = timed(server::start);
    narrator.say("ready in " + words(start) + " at " + server.tcp() + " and " + server.webSocket());

    DevSecret secret = DevSecret.read(DevSecret.file(server.data()));
    LocalStore bobsPhone = new InMemoryStore();
    try (Person alice = Person.come(clients, server.tcp(), "alice", secret, new InMemoryStore())) {
      try (Person bob = Person.come(clients, server.webSocket(), "bob", secret, bobsPhone)) {
        narrator.chapter("alice and bob talk");
        talk(alice, bob);
      }
      narrator.chapter("bob's phone is off, alice writes, the server is killed");
      Letters letters = new Letters();
      Duration outage = writeThroughKill(alice, letters);

      narrator.chapter("bob's phone is on again");
      long began = System.nanoTime();
      try (Person bob = Person.come(clients, server.webSocket(), "bob", secret, bobsPhone)) {
        bob.awaitReceived(LETTERS, CATCH_UP_TIMEOUT);
        Duration catchUp = since(began);
        narrator.say("he has all " + LETTERS + " messages " + words(catchUp) + " after he dialled");
        Thread.sleep(ECHO_WAIT.toMillis());
        narrator.chapter("Checked");
        check(letters, bob, outage, catchUp);
      }
      group(alice, secret, bobsPhone);
    }
    end();
  }

  void group(Person alice, DevSecret secret, LocalStore bobsPhone)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    narrator.chapter("A group of three on two nodes");
    stage = second;
    second.join(server);
    Duration start = timed(second::start);
    narrator.say("a second node, on the same Redis, is ready in " + words(start));
    narrator.say("alice stays where she is; bob and carol come to the new one");
    try (Person bob = Person.come(clients, second.webSocket(), "bob", secret, bobsPhone);
        Person carol = Person.come(clients, second.tcp(), "carol", secret, new InMemoryStore())) {
      new GroupScene(narrator, alice, bob, carol).play();
    }
    int status = second.stop();
    narrator.check(
        "second-exit", "the second node ends on SIGTERM with status " + status, status == 0, null);
    stage = server;
  }

  private void talk(Person alice, Person bob)
      throws InterruptedException, ExecutionException, TimeoutException {
    int said = 0;
    for (String line : TALK) {
      String name = line.substring(0, line.indexOf(':'));
      String text = line.substring(line.indexOf(':') + 2);
      Person speaker = name.equals("alice") ? alice : bob;
      Person hearer = name.equals("alice") ? bob : alice;
      String conversation = alice.client().directWith("bob");
      long began = System.nanoTime();
      var sent = speaker.client().send(conversation, MessageContent.text(text));
      hearer.awaitReceived(++said, TALK_TIMEOUT);
      Duration heard = since(began);
      sent.get(TALK_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      // The speaker's own message is shown after its ack; a phone that is off by then shows it
      // later.
      speaker.awaitReceived(said, TALK_TIMEOUT);
      String time = CLOCK_TIME.format(LocalTime.now(ZoneId.systemDefault()));
      narrator.speech(time, name, text, fine(heard));
    }
  }

  /** Alice's messages around the kill; returns the time from the kill to her next login. */
  private Duration writeThroughKill(Person alice, Letters letters)
      throws IOException, InterruptedException {
    server.rememberChildren();
    long killed = writeAndKill(alice, letters);
    Duration restart = timed(server::start);
    narrator.say("the server is back on the same ports and data after " + words(restart));
    alice.awaitLogins(2, CATCH_UP_TIMEOUT);
    Duration outage = since(killed);
    int all = letters.awaitAcked(LETTERS, CATCH_UP_TIMEOUT);
    narrator.say(
        "alice's SDK found it by itself; "
            + all
            + " acked "
            + words(since(killed))
            + " after the kill");
    return outage;
  }

  /**
   * A letter each millisecond, so that some are on their way when the server is killed: in the log
   * and not acked, or in neither. Returns when that was.
   */
  private long writeAndKill(Person alice, Letters letters) throws InterruptedException {
    String conversation = alice.client().directWith("bob");
    long killed = 0;
    for (int i = 1; i <= LETTERS; i++) {
      letters.write(alice.client(), conversation, "letter " + i + " of " + LETTERS);
      Thread.sleep(1);
      int acked = killed == 0 ? letters.awaitAcked(i == LETTERS ? 1 : 0, TALK_TIMEOUT) : 0;
      if (killed == 0 && (acked >= ACKED_BEFORE_KILL || i == LETTERS)) {
        killed = System.nanoTime();
        server.kill();
        narrator.say(
            "kill -9, with " + i + " of " + LETTERS + " written and " + acked + " of them acked");
        narrator.say("alice goes on writing; her SDK keeps what is not acked");
      }
    }
    return killed;
  }

  private void check(Letters letters, Person bob, Duration outage, Duration catchUp)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<SendReceipt> acks = letters.acks();
    List<ReceivedMessage> received = bob.received();
    narrator.check(
        "acked",
        "alice: " + acks.size() + " of " + LETTERS + " acked, across the kill",
        acks.size() == LETTERS,
        outage);
    narrator.check(
        "dense",
        acks.isEmpty()
            ? "no seqs"
            : "seqs " + acks.get(0).seq() + " to " + acks.get(acks.size() - 1).seq() + " are dense",
        letters.isDense(),
        null);
    List<String> texts = received.stream().map(message -> message.content().text()).toList();
    narrator.check(
        "received",
        "bob: " + texts.size() + " received, equal to alice's, in order",
        texts.equals(letters.texts()),
        catchUp);
    narrator.check("once", "none came twice", new HashSet<>(texts).size() == texts.size(), null);

    long began = System.nanoTime();
    HistoryPage page = history(bob);
    Map<UUID, String> log = new HashMap<>();
    page.messages().forEach(m -> log.put(m.clientMessageId(), m.epoch() + "." + m.seq()));
    narrator.check(
        "log",
        "the log holds "
            + page.headSeq()
            + " entries: "
            + TALK.size()
            + " said, "
            + LETTERS
            + " written",
        page.headSeq() == TALK.size() + LETTERS && log.size() == page.headSeq(),
        since(began));
    narrator.check(
        "acks-kept",
        "no ack changed: each message is where its ack says",
        log.entrySet().containsAll(letters.places().entrySet()),
        null);
  }

  private static HistoryPage history(Person bob)
      throws InterruptedException, ExecutionException, TimeoutException {
    return bob.client()
        .history(bob.client().directWith("alice"), 1, TALK.size() + LETTERS + 10)
        .get(TALK_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void end() throws InterruptedException {
    long began = System.nanoTime();
    int status = server.stop();
    narrator.check(
        "exit", "the server ends on SIGTERM with status " + status, status == 0, since(began));
    boolean gone = server.awaitChildrenGone(Duration.ofSeconds(5));
    narrator.check(
        "processes",
        "its Redis is gone, the killed server's too",
        gone && server.childrenSeen() > 0,
        null);
  }

  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  private static Duration timed(Step step) throws IOException, InterruptedException {
    long began = System.nanoTime();
    step.run();
    return since(began);
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private static String words(Duration duration) {
    return DurationConverter.words(duration);
  }

  private static String fine(Duration duration) {
    return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
  }
}
