package dev.ferry.loadtest.ledger;

import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.group.GroupChange;
import dev.ferry.client.group.GroupChange.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A group on a server that keeps its promises, with members who come and go, devices that are away
 * for long, acks that come late or never, and a log that is rolled back now and then.
 */
final class RandomServer {
  private static final int STEPS = 600;

  private final Random random;
  private final History history = new History();
  private final List<Seat> seats = History.seats(new Stage());

  /** The log now. */
  private final List<ReceivedMessage> log = new ArrayList<>();

  private final Set<String> members = new HashSet<>();
  private final Deque<History.Acked> acks = new ArrayDeque<>();
  private final boolean rollsBack;
  private long epoch = 10;
  private long ids;

  /** A device's epoch, 0 before it has one, and the seq that it looks for next. */
  private final long[] epochOf = new long[History.DEVICES];

  private final long[] nextOf = new long[History.DEVICES];

  private RandomServer(long seed, boolean rollsBack) {
    this.random = new Random(seed);
    this.rollsBack = rollsBack;
    Arrays.fill(nextOf, 1);
  }

  static History history(long seed, boolean rollsBack) {
    RandomServer server = new RandomServer(seed, rollsBack);
    server.run();
    return server.history;
  }

  private void run() {
    append(0, newId(), change(Kind.CREATED, "user-0", "user-1", "user-2"));
    for (int i = 0; i < STEPS; i++) {
      step();
    }
    while (!acks.isEmpty()) {
      history.events.add(acks.poll());
    }
    for (int device = 0; device < History.DEVICES; device++) {
      show(device, Integer.MAX_VALUE);
    }
  }

  private void step() {
    int dice = random.nextInt(100);
    int device = random.nextInt(History.DEVICES);
    if (dice < 30) {
      send(device);
    } else if (dice < 38) {
      alter(History.user(device));
    } else if (dice < 50) {
      ack();
    } else if (dice == 50 && rollsBack) {
      rollBack();
    } else if (device > 1) {
      // Device 0 is away until the end; device 1 sees all at once, so that all is known of members.
      show(device, 1 + random.nextInt(12));
    }
  }

  private void send(int device) {
    if (!members.contains(History.user(device))) {
      return;
    }
    UUID id = seats.get(device).send();
    history.events.add(new History.Sent(device));
    int fate = random.nextInt(10);
    if (fate == 0) {
      history.events.add(new History.Refused(device, id));
    } else if (fate > 1) {
      append(device, id, null);
      if (fate > 2) {
        acks.add(new History.Acked(device, id, epoch, log.size()));
      }
    }
  }

  private void ack() {
    for (int i = random.nextInt(6); i > 0 && !acks.isEmpty(); i--) {
      history.events.add(acks.poll());
    }
  }

  private void alter(String user) {
    if (user.equals("user-0")) {
      append(0, newId(), change(Kind.SETTINGS));
    } else if (members.contains(user)) {
      append(0, newId(), change(random.nextBoolean() ? Kind.LEFT : Kind.REMOVED, user));
    } else {
      append(0, newId(), change(random.nextBoolean() ? Kind.ADDED : Kind.JOINED, user));
    }
  }

  /** The newest entries are gone, and the next one begins a new epoch. */
  private void rollBack() {
    int gone = Math.min(random.nextInt(8), log.size() - 1);
    log.subList(log.size() - gone, log.size()).clear();
    epoch += 10;
    members.clear();
    log.forEach(this::apply);
    append(0, newId(), change(Kind.SETTINGS));
  }

  private void append(int device, UUID id, @Nullable GroupChange change) {
    ReceivedMessage entry = Stage.message(seats.get(device), id, epoch, log.size() + 1L);
    log.add(change == null ? entry : entry.withChange(change));
    apply(log.get(log.size() - 1));
    show(1, Integer.MAX_VALUE);
  }

  private void apply(ReceivedMessage entry) {
    GroupChange change = entry.change();
    if (change != null) {
      switch (change.kind()) {
        case CREATED, ADDED, JOINED -> members.addAll(change.users());
        case LEFT, REMOVED -> change.users().forEach(members::remove);
        default -> {}
      }
    }
  }

  private static GroupChange change(Kind kind, String... users) {
    return new GroupChange(kind, List.of(users), null, 0, null);
  }

  private UUID newId() {
    return new UUID(-1, ++ids);
  }

  /** Shows a device what it lacks, after the reset when there was one. */
  private void show(int device, int most) {
    List<Long> entitled = entitled(History.user(device));
    if (entitled.isEmpty() || !meetsEpoch(device, entitled)) {
      return;
    }
    int shown = 0;
    for (long seq : entitled) {
      if (seq >= nextOf[device] && shown++ < most) {
        ReceivedMessage entry = log.get((int) seq - 1);
        ReceivedMessage now = inEpoch(entry);
        history.events.add(new History.Shown(device, now));
        nextOf[device] = seq + 1;
      }
    }
  }

  /** Makes the device know the log's epoch; false when it has nothing to hear of it. */
  private boolean meetsEpoch(int device, List<Long> entitled) {
    if (epochOf[device] == epoch) {
      return true;
    }
    long last = entitled.get(entitled.size() - 1);
    if (last < firstOfEpoch() && last < nextOf[device]) {
      return false;
    }
    if (epochOf[device] != 0) {
      history.events.add(new History.Reset(device, epochOf[device], epoch));
    }
    boolean first = epochOf[device] == 0;
    epochOf[device] = epoch;
    if (device == 1) {
      nextOf[device] = 1;
      history.events.add(new History.Opened(device, epoch, 1));
    } else if (!first || random.nextInt(4) == 0) {
      nextOf[device] = Math.max(1, log.size() - random.nextInt(30) + 1L);
      history.events.add(new History.Opened(device, epoch, nextOf[device]));
    }
    return true;
  }

  private long firstOfEpoch() {
    long first = log.size();
    while (first > 1 && log.get((int) first - 2).epoch() == epoch) {
      first--;
    }
    return first;
  }

  private ReceivedMessage inEpoch(ReceivedMessage entry) {
    ReceivedMessage now =
        new ReceivedMessage(
            entry.conversation(),
            epoch,
            entry.seq(),
            entry.timeMs(),
            entry.sender(),
            entry.senderDevice(),
            entry.clientMessageId(),
            entry.content());
    GroupChange change = entry.change();
    return change == null ? now : now.withChange(change);
  }

  private List<Long> entitled(String user) {
    List<Long> entitled = new ArrayList<>();
    boolean member = false;
    for (ReceivedMessage entry : log) {
      GroupChange change = entry.change();
      boolean concerned = change != null && change.users().contains(user);
      boolean wasMember = member;
      if (change != null && concerned) {
        member = change.kind() != Kind.LEFT && change.kind() != Kind.REMOVED;
      }
      if (wasMember || member) {
        entitled.add(entry.seq());
      }
    }
    return entitled;
  }
}
