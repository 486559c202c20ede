package dev.ferry.server.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.Hint;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.SessionEnd;
import dev.ferry.server.model.Standing;
import dev.ferry.server.model.UserId;
import dev.ferry.server.session.Session;
import dev.ferry.server.session.SessionRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One node's delivery between a simulated Redis and simulated clients. As in a Cluster, each group
 * and the users' slots have a Redis of their own: each runs its commands in the order in which they
 * were given, answers and publishes in order, and everything takes as long as the seed says.
 */
final class SimNode implements Bus, Memberships {
  private static final byte[] COMPARE_HEADS = "compare".getBytes(UTF_8);
  private static final int SESSIONS_A_TURN_MAX = 3;

  /** Not used, because the simulation interrupts by itself; has no thread until it is. */
  private static final ScheduledExecutorService TIMER = Executors.newScheduledThreadPool(0);

  private final Random random;
  private final Map<ConversationId, SimGroup> groups = new HashMap<>();
  private final List<SimLoop> loops = List.of(new SimLoop(), new SimLoop());
  private final SessionRegistry sessions = new SessionRegistry();
  private final Rosters rosters;
  private final Attendance attendance;
  private final FanOut fanOut;

  /** What is on its way to and from each Redis; the users' has no group. */
  private final Map<Object, Slot> slots = new HashMap<>();

  private final Set<Topic> subscribed = new HashSet<>();
  private final List<SimClient> clients = new ArrayList<>();
  private long lastStamp;

  /** Whether the bus loses what is published. */
  private boolean deaf;

  /** Commands that Redis does not answer are so many in a hundred. */
  private int failures;

  /** Commands on their way to Redis, and its answers and bus messages on their way back. */
  private record Slot(Queue<Runnable> commands, Queue<Runnable> answers, Queue<Runnable> messages) {
    Slot() {
      this(new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>());
    }
  }

  SimNode(Random random, List<SimGroup> groups) {
    this.random = random;
    groups.forEach(group -> this.groups.put(group.id, group));
    PushEncoder encoder = new Encoder();
    Subscriptions subscriptions = new Subscriptions(this);
    int turn = 1 + random.nextInt(SESSIONS_A_TURN_MAX);
    Pacing pacing = new Pacing(loops.size(), turn);
    rosters = new Rosters(List.copyOf(loops), sessions, subscriptions, this, encoder, pacing);
    attendance = new Attendance(sessions, subscriptions, rosters);
    Resync resync = new Resync(sessions, rosters::refresh, TIMER, Duration.ZERO);
    fanOut = new FanOut(sessions, rosters, encoder, resync);
  }

  private static final class Encoder implements PushEncoder {
    @Override
    public byte[] entry(LogEntry entry) {
      return ("entry " + entry.conversation() + " " + SimGroup.number(entry)).getBytes(UTF_8);
    }

    @Override
    public byte[] head(Head head) {
      return ("head " + head.conversation() + " " + head.seq()).getBytes(UTF_8);
    }

    @Override
    public byte[] hint(Hint hint) {
      return "hint".getBytes(UTF_8);
    }

    @Override
    public byte[] sessionEnd(SessionEnd end) {
      return "end".getBytes(UTF_8);
    }
  }

  List<SimClient> clients() {
    return clients;
  }

  SimGroup group(ConversationId id) {
    return Objects.requireNonNull(groups.get(id));
  }

  Iterable<SimGroup> groups() {
    return groups.values();
  }

  void lose(boolean entries) {
    deaf = entries;
  }

  void failOf100(int commands) {
    failures = commands;
  }

  /** The bus is back: what a Resync does. */
  void interrupted() {
    sessions.forEach(rosters::refresh);
  }

  void publish(LogEntry entry) {
    toTopic(new Topic.OfGroup(entry.conversation()), entry);
    if (entry.change() != null && entry.change().kind().admits()) {
      entry.change().users().forEach(user -> toTopic(new Topic.OfUser(user), entry));
    }
  }

  private void toTopic(Topic topic, LogEntry entry) {
    if (!deaf && subscribed.contains(topic)) {
      slot(topic).messages().add(() -> fanOut.entry(topic, entry));
    }
  }

  private Slot slot(Topic topic) {
    return slot(topic instanceof Topic.OfGroup of ? of.group() : "users");
  }

  private Slot slot(Object key) {
    return slots.computeIfAbsent(key, added -> new Slot());
  }

  @Override
  public CompletionStage<Void> subscribe(Topic topic) {
    return command(
        slot(topic),
        () -> {
          subscribed.add(topic);
          return null;
        });
  }

  @Override
  public void unsubscribe(Topic topic) {
    slot(topic).commands().add(() -> subscribed.remove(topic));
  }

  @Override
  public CompletionStage<List<ConversationId>> groupsOf(UserId user) {
    return command(slot("users"), () -> ids(group -> group.isMember(user)));
  }

  @Override
  public CompletionStage<List<Standing>> standings(UserId user, List<ConversationId> asked) {
    List<CompletableFuture<Standing>> read = new ArrayList<>();
    for (ConversationId group : asked) {
      read.add(command(slot(group), () -> group(group).standing(user)).toCompletableFuture());
    }
    return CompletableFuture.allOf(read.toArray(CompletableFuture[]::new))
        .thenApply(done -> read.stream().map(CompletableFuture::join).toList());
  }

  private <T> CompletionStage<T> command(Slot slot, Supplier<T> run) {
    CompletableFuture<T> stage = new CompletableFuture<>();
    boolean fails = random.nextInt(100) < failures;
    slot.commands()
        .add(
            () -> {
              T value = run.get();
              slot.answers().add(() -> answer(stage, value, fails));
            });
    return stage;
  }

  private static <T> void answer(CompletableFuture<T> stage, T value, boolean fails) {
    if (fails) {
      stage.completeExceptionally(new IllegalStateException("timed out"));
    } else {
      stage.complete(value);
    }
  }

  /** One thing happens, somewhere; false when there is nothing left to happen. */
  boolean step() {
    List<Queue<Runnable>> queues = new ArrayList<>();
    for (Object key :
        slots.keySet().stream().sorted((a, b) -> a.toString().compareTo(b.toString())).toList()) {
      Slot slot = slot(key);
      queues.addAll(List.of(slot.commands(), slot.answers(), slot.messages()));
    }
    int first = random.nextInt(queues.size() + loops.size());
    for (int i = 0; i < queues.size() + loops.size(); i++) {
      int index = (first + i) % (queues.size() + loops.size());
      if (index < queues.size()) {
        Runnable next = queues.get(index).poll();
        if (next != null) {
          next.run();
          return true;
        }
      } else if (loops.get(index - queues.size()).runNext()) {
        return true;
      }
    }
    return false;
  }

  /** Time passes: what waits for later may run. */
  void wake() {
    loops.forEach(SimLoop::wake);
  }

  /** Everything that can happen happens. */
  void settle() {
    do {
      while (step()) {
        // Until nothing is left.
      }
      wake();
    } while (!loops.stream().allMatch(SimLoop::isIdle));
  }

  SimClient connect(UserId user) {
    SimLoop loop = loops.get(random.nextInt(loops.size()));
    DeviceId device = new DeviceId("d" + clients.size());
    SimClient client = new SimClient(this, user, loop);
    client.session = new Session(user, device, client, COMPARE_HEADS);
    clients.add(client);
    attendance
        .join(client.session)
        .thenCompose(subscribed -> open(user))
        .thenCompose(
            opened ->
                attendance
                    .enter(client.session, opened.groups())
                    .thenApply(standings -> new Entered(standings, opened.touched())))
        .whenComplete(
            (entered, failure) -> loop.execute(() -> answerLogin(client, entered, failure)));
    return client;
  }

  /** What is read of a user's index at one moment: groups that it is in, and all that it has. */
  private record Opened(List<ConversationId> groups, List<ConversationId> touched) {}

  private record Entered(List<Standing> standings, List<ConversationId> touched) {}

  private CompletionStage<Opened> open(UserId user) {
    return command(
        slot("users"),
        () ->
            new Opened(
                ids(group -> group.isMember(user)),
                ids(group -> group.standing(user).epoch() != 0)));
  }

  private List<ConversationId> ids(Predicate<SimGroup> which) {
    return groups.values().stream().filter(which).map(group -> group.id).toList();
  }

  private void answerLogin(SimClient client, @Nullable Entered start, @Nullable Throwable failure) {
    if (client.closing || start == null || failure != null) {
      attendance.leave(client.session);
      client.closing = true;
      return;
    }
    Set<ConversationId> entered = new HashSet<>();
    for (Standing standing : start.standings()) {
      entered.add(standing.group());
      client.pull(group(standing.group()), standing.headSeq());
    }
    // How far those go that the user had left is read at last.
    for (ConversationId id : start.touched()) {
      if (!entered.contains(id)) {
        client.pull(group(id), group(id).standing(client.user).headSeq());
      }
    }
    client.session.start(++lastStamp, Long.MAX_VALUE, "logged in".getBytes(UTF_8));
    client.live = true;
  }

  void close(SimClient client) {
    client
        .loop()
        .execute(
            () -> {
              if (client.live) {
                client.live = false;
                attendance.leave(client.session);
              }
              client.closing = true;
            });
  }

  /** Topics that somebody is subscribed to. */
  Set<Topic> subscriptions() {
    return Set.copyOf(subscribed);
  }
}
