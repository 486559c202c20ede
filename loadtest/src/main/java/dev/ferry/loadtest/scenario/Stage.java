package dev.ferry.loadtest.scenario;

import dev.ferry.client.ConversationIds;
import dev.ferry.loadtest.crowd.Crowd;
import dev.ferry.loadtest.crowd.PhoneOptions;
import dev.ferry.loadtest.figure.Meters;
import dev.ferry.loadtest.ledger.Conversation;
import dev.ferry.loadtest.ledger.Device;
import dev.ferry.loadtest.ledger.Head;
import dev.ferry.loadtest.ledger.Ledger;
import dev.ferry.loadtest.ledger.LedgerOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Where the workloads of one run meet: the phones, where they connect, and what is measured. */
public final class Stage {
  /** Few enough for a node that has just started. */
  private static final int LOGINS_AT_ONCE = 200;

  private static final int PROBLEMS_MAX = 100;

  /** Every fourth seat has what becomes of messages compared, and at most so many. */
  private static final int OUTCOMES_EACH = 4;

  private static final int OUTCOMES_MAX = 256;
  private static final long ONLINE_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Assignment assignment;
  private final Peers peers;
  private final Ledger ledger;
  private final Crowd crowd;
  private final UnaryOperator<String> tokens;
  private final Meters meters = new Meters();
  private final Flights flights;
  private final Changes changes = new Changes();
  private final Pending pending = new Pending();
  private final Recent recent = new Recent();

  /** For whoever asks whether the run is settled. */
  private final Epilogue epilogue = new Epilogue(this);

  private final AtomicInteger outcomesWatched = new AtomicInteger();
  private final Random random;
  private final int bodyBytes;
  private final AtomicInteger homes;
  private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Person> people = new ConcurrentLinkedQueue<>();

  /** Written by the workload that loads, read by the phones' loops. */
  private volatile boolean loading;

  private final AtomicInteger problemCount = new AtomicInteger();

  /**
   * @param peers the processes that share the phones with this one
   * @param tokens a token for a user
   */
  public Stage(
      Assignment assignment,
      Peers peers,
      Scenario scenario,
      Crowd crowd,
      UnaryOperator<String> tokens) {
    int worker = peers.share().worker();
    this.assignment = assignment;
    this.peers = peers;
    this.ledger =
        new Ledger(
            new LedgerOptions(worker, assignment.salt(), assignment.mayRollBack()),
            assignment::elapsedMs);
    this.crowd = crowd;
    this.tokens = tokens;
    this.flights = new Flights(peers);
    this.homes = new AtomicInteger(worker);
    if (assignment.hurt()) {
      ledger.presences().mayFlicker();
    }
    this.random = new Random(scenario.run().number("seed") + worker);
    this.bodyBytes = scenario.run().atLeast("body-bytes", Letter.BYTES_MIN);
  }

  public Meters meters() {
    return meters;
  }

  public Ledger ledger() {
    return ledger;
  }

  String nodeAt(URI server) {
    return assignment.nodes().getOrDefault(server, server.toString());
  }

  Flights flights() {
    return flights;
  }

  /** What was begun and has to end before the run is judged. */
  Pending pending() {
    return pending;
  }

  Recent recent() {
    return recent;
  }

  Collection<Person> people() {
    return people;
  }

  /** Whether a fault of the run may take hints away. */
  boolean mayLoseHints() {
    return assignment.hurt();
  }

  Changes changes() {
    return changes;
  }

  /**
   * Whether every message and change has its answer, and every device what it must be shown.
   *
   * @param known what other processes know of groups
   */
  public boolean settled(Map<String, Head> known) {
    return meters.acked.sum() + meters.refused.sum() >= meters.sent.sum()
        && changes.allAnswered()
        && pending.isNone()
        && ledger.settled(changes.newest(known))
        && epilogue.isOver();
  }

  /** What this process knows of groups. */
  public Map<String, Head> heads() {
    return changes.newest(ledger.heads());
  }

  Peers peers() {
    return peers;
  }

  Share share() {
    return peers.share();
  }

  /** The last one of another process has a message that this one has sent. */
  public void landed(long flight, long endedAt) {
    flights.landed(flight, endedAt);
  }

  /** For the thread that prepares. */
  Random random() {
    return random;
  }

  int bodyBytes() {
    return bodyBytes;
  }

  /** A name that nothing else has in this Redis; the same in all processes of the run. */
  String unique(String what) {
    return what + "-" + assignment.run();
  }

  /** A name that nothing else has in this Redis. */
  String own(String what) {
    return unique(what + "-w" + share().worker());
  }

  /**
   * A phone that has not dialled yet; its home is the next node in turn, the others are for when
   * that one is away.
   *
   * @param firstSight newest messages it pulls of a conversation that is new to it
   */
  Person person(String user, int firstSight) {
    return person(user, firstSight, false);
  }

  /**
   * @param reports whether it tells the server what it has received
   */
  Person person(String user, int firstSight, boolean reports) {
    Person person = new Person(this, crowd, options(user, "phone", firstSight, reports));
    people.add(person);
    return person;
  }

  /** Whether one more device's view of messages may be compared; asked once for each. */
  boolean mayWatchOutcomes() {
    int number = outcomesWatched.getAndIncrement();
    return number % OUTCOMES_EACH == 0 && number / OUTCOMES_EACH < OUTCOMES_MAX;
  }

  /**
   * Brings users online who throw away what they hear. They do not come back: if one is cut off the
   * figures are void.
   */
  void listen(List<String> users) {
    crowd.listeners(
        users.stream().map(user -> options(user, "phone", 0, false)).toList(),
        meters.delivered,
        reason -> failed("a listener was cut off: " + reason));
  }

  /** Somebody who comes and goes. */
  Comer comer(String user) {
    return new Comer(this, crowd, options(user, "phone", 0, false));
  }

  /** Somebody who watches others. */
  Watcher watcher(String user, Map<String, Comer> comers) {
    return new Watcher(this, crowd, options(user, "phone", 0, false), comers);
  }

  /** Another device of that user, which knows nothing and comes online. */
  Visitor visitor(Person of) {
    PhoneOptions options = options(of.user(), "visitor", 0, false);
    Device device = ledger.device(options.user(), options.device());
    Visitor visitor = new Visitor(this, device);
    of.conversations().stream().filter(Conversation::hasEntries).forEach(visitor::look);
    crowd.phone(options, visitor).start();
    return visitor;
  }

  private PhoneOptions options(String user, String device, int firstSight, boolean reports) {
    int home = homes.getAndIncrement();
    List<URI> servers = assignment.servers();
    List<URI> mine = new ArrayList<>();
    for (int i = 0; i < servers.size(); i++) {
      mine.add(servers.get((home + i) % servers.size()));
    }
    // Signed now: a storm is to measure the server's work, not the signer's.
    String token = tokens.apply(user);
    return new PhoneOptions(mine, user, device, () -> token, firstSight, reports);
  }

  /**
   * Some of the phones read nothing from their sockets until the result is run.
   *
   * @param share of all phones, 0 to 1
   */
  public Runnable stopReading(double share) {
    List<Person> some = new ArrayList<>(people);
    Collections.shuffle(some);
    List<Person> stopped = some.subList(0, (int) Math.ceil(share * some.size()));
    stopped.forEach(person -> person.read(false));
    return () -> stopped.forEach(person -> person.read(true));
  }

  /** The ledger keeps account of what these two write to one another. */
  void follow(Person one, Person other) {
    String id = ConversationIds.direct(one.user(), other.user());
    Conversation conversation = ledger.direct(id, one.user(), other.user());
    one.follow(conversation);
    other.follow(conversation);
  }

  /** Brings them online, a few at a time. */
  void bringOnline(List<Person> people) throws InterruptedException {
    for (int from = 0; from < people.size(); from += LOGINS_AT_ONCE) {
      List<Person> some = people.subList(from, Math.min(people.size(), from + LOGINS_AT_ONCE));
      some.forEach(Person::dial);
      awaitOnline(some);
    }
  }

  void awaitOnline(List<Person> people) throws InterruptedException {
    long deadline = System.nanoTime() + ONLINE_PATIENCE_NANOS;
    for (Person person : people) {
      while (!person.isBack()) {
        if (person.isClosed() || System.nanoTime() > deadline) {
          throw new IllegalStateException(
              person.user() + " does not come online" + problems().stream().limit(3).toList());
        }
        TimeUnit.MILLISECONDS.sleep(2);
      }
    }
  }

  /** Waits until every message was acked or refused. */
  void awaitAcked() throws InterruptedException {
    long deadline = System.nanoTime() + ONLINE_PATIENCE_NANOS;
    while (meters.acked.sum() + meters.refused.sum() < meters.sent.sum()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("messages of the preparation are not acked");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** Whether who sends again and again goes on. */
  boolean isLoading() {
    return loading;
  }

  void loading(boolean now) {
    loading = now;
  }

  /** Something went wrong that makes the run's figures worthless; up to a hundred are kept. */
  void failed(String problem) {
    if (problemCount.incrementAndGet() <= PROBLEMS_MAX) {
      problems.add(problem);
    }
  }

  public List<String> problems() {
    return List.copyOf(problems);
  }
}
