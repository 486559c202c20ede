package dev.ferry.client.core;

import dev.ferry.client.ClientState;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.settings.ConversationSettings;
import dev.ferry.protocol.v1.GroupChange;
import dev.ferry.protocol.v1.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.UUID;

/** Time, chance, devices and a server: everything that happens follows from the seed. */
final class SimWorld {
  private static final long CHAOS_MS = 15_000;
  private static final long QUIET_MS = 60_000;
  private static final List<String> CONVERSATIONS =
      List.of("d/alice/bob", "d/alice/carol", "g/one", "g/two");
  private static final List<String> USERS = List.of("alice", "bob", "carol");

  private record Event(long atMs, long order, Runnable action) {}

  final ModelServer server;
  long now;
  private final Random random;
  private final boolean rollBacks;
  private final List<SimDevice> devices = new ArrayList<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::atMs).thenComparingLong(Event::order));
  private long orders;

  SimWorld(long seed) {
    random = new Random(seed);
    rollBacks = random.nextInt(5) == 0;
    server = new ModelServer(this, 1 + random.nextInt(8));
    server.direct("d/alice/bob");
    server.direct("d/alice/carol");
    server.group("g/one", "alice", "bob");
    server.group("g/two", "carol");
    devices.add(new SimDevice(this, "alice", "phone", new Random(random.nextLong())));
    devices.add(new SimDevice(this, "alice", "pad", new Random(random.nextLong())));
    devices.add(new SimDevice(this, "bob", "pc", new Random(random.nextLong())));
    devices.add(new SimDevice(this, "carol", "tab", new Random(random.nextLong())));
  }

  void at(long atMs, Runnable action) {
    events.add(new Event(atMs, ++orders, action));
  }

  void in(long milliseconds, Runnable action) {
    at(now + milliseconds, action);
  }

  long delay() {
    return 1 + random.nextInt(40);
  }

  /** Whether a mishap of this probability happens; none does once it is quiet. */
  boolean chaos(double probability) {
    return now < CHAOS_MS && random.nextDouble() < probability;
  }

  void require(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError("expected: " + what);
    }
  }

  void run() {
    devices.forEach(SimDevice::start);
    int actions = 60 + random.nextInt(60);
    for (int i = 0; i < actions; i++) {
      int number = i;
      at(random.nextInt((int) CHAOS_MS), () -> act(number));
    }
    at(
        CHAOS_MS + 1,
        () -> {
          devices.forEach(device -> device.receive(true));
          server.compareHeads();
        });
    while (!events.isEmpty() && now < CHAOS_MS + QUIET_MS) {
      Event event = events.remove();
      now = event.atMs();
      event.action().run();
    }
    devices.forEach(this::check);
    server.logs.values().forEach(this::checkOrderOfCalls);
  }

  private void act(int number) {
    SimDevice device = devices.get(random.nextInt(devices.size()));
    int dice = random.nextInt(100);
    if (dice < 40) {
      burst(device, number);
    } else if (dice < 53) {
      operate(device);
    } else if (dice < 58) {
      set(device);
    } else if (dice < 68) {
      device.read(CONVERSATIONS.get(random.nextInt(CONVERSATIONS.size())), random.nextInt(3));
    } else if (dice < 80) {
      change(device);
    } else if (dice < 88) {
      device.cut();
    } else if (dice < 91) {
      server.goAway(random.nextInt(10));
    } else if (dice < 94) {
      device.restart(random.nextBoolean());
    } else if (dice < 98) {
      device.receive(random.nextBoolean());
    } else if (rollBacks && random.nextBoolean()) {
      server.loseSettings(device.user);
    } else if (rollBacks) {
      ModelLog log = server.log(CONVERSATIONS.get(random.nextInt(CONVERSATIONS.size())));
      server.rollBack(log, random.nextInt(log.entries.size() + 1));
    }
  }

  /** In direct conversations: who comes and goes has to look at the history again. */
  private void operate(SimDevice device) {
    String conversation = CONVERSATIONS.get(random.nextInt(2));
    if (server.log(conversation).of(device.user).member) {
      int count = 1 + random.nextInt(4);
      for (int i = 0; i < count; i++) {
        device.operate(conversation);
      }
      device.look(conversation);
    }
  }

  private void set(SimDevice device) {
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      device.set(CONVERSATIONS.get(random.nextInt(CONVERSATIONS.size())));
    }
  }

  private void change(SimDevice device) {
    String group = random.nextBoolean() ? "g/one" : "g/two";
    UUID id = new UUID(random.nextLong(), random.nextLong());
    List<String> user = List.of(USERS.get(random.nextInt(USERS.size())));
    device.change(
        id,
        switch (random.nextInt(5)) {
          case 0 -> GroupQuestions.leave(id, group);
          case 1 -> GroupQuestions.add(id, group, user);
          case 2 -> GroupQuestions.remove(id, group, user);
          default -> GroupQuestions.join(id, group, "");
        });
  }

  private void burst(SimDevice device, int number) {
    String conversation = CONVERSATIONS.get(random.nextInt(CONVERSATIONS.size()));
    if (conversation.startsWith("d/") && !server.log(conversation).of(device.user).member) {
      return;
    }
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      boolean poison = random.nextInt(30) == 0;
      device.send(conversation, poison ? ModelServer.POISON : number + "." + i);
    }
  }

  private void check(SimDevice device) {
    String name = device.user + "/" + device.device;
    require(device.state() == ClientState.ONLINE, name + " is online");
    require(device.unackedCount() == 0, name + " has no unacked, has " + device.unackedCount());
    require(device.store.loadOutgoing().isEmpty(), name + " keeps nothing");
    require(
        new HashSet<>(device.resets).size() == device.resets.size(),
        name + " is told of each reset once: " + device.resets);
    for (ModelLog log : server.logs.values()) {
      Stretches stretches = log.of(device.user);
      List<String> expected = new ArrayList<>();
      for (Message entry : log.entries) {
        if (stretches.readable(entry.getSeq())) {
          expected.add(entry.getSeq() + ":" + Wire.id(entry.getClientMessageId()));
        }
      }
      List<String> seen = new ArrayList<>();
      for (ReceivedMessage message : device.received.getOrDefault(log.conversation, List.of())) {
        seen.add(message.seq() + ":" + message.clientMessageId());
      }
      require(
          seen.equals(expected),
          name
              + (" saw what its user was a member for in " + log.conversation)
              + (", once and in order\n" + expected + "\n" + seen));
      checkAcks(device, log);
      if (log.conversation.startsWith("d/") && stretches.member) {
        checkTimeline(device, log);
      }
      checkUnread(device, log);
      checkMentions(device, log);
    }
    checkMentionsTotal(device);
    long total = server.logs.values().stream().mapToLong(log -> checkSettings(device, log)).sum();
    require(
        device.total == total,
        name
            + (" adds up to " + total + ": " + device.total + " of " + device.unread)
            + (" " + device.settings));
    device.changes.forEach(id -> checkChange(device, id));
  }

  /** What the app has of each message is what the server would show now. */
  private void checkTimeline(SimDevice device, ModelLog log) {
    List<String> expected = new ArrayList<>();
    for (Message entry : log.entries) {
      if (!entry.hasOperation()) {
        expected.add(words(Wire.received(ModelOutcomes.shown(log.entries, entry, device.user))));
      }
    }
    List<String> held = new ArrayList<>();
    device.timeline(log.conversation).messages().forEach(message -> held.add(words(message)));
    require(
        held.equals(expected),
        (device.user + "/" + device.device + " has of " + log.conversation)
            + (" what the server shows\n" + expected + "\n" + held));
  }

  private static String words(ReceivedMessage message) {
    return message.seq() + " " + message.content().text() + " " + message.outcome();
  }

  /** The server, the devices and what was done agree. */
  private void checkUnread(SimDevice device, ModelLog log) {
    String user = device.user;
    boolean member = log.of(user).member;
    long unread = member ? log.cursors.unread(user) : 0;
    long shown = device.unread.getOrDefault(log.conversation, 0L);
    String where = user + "/" + device.device + " in " + log.conversation;
    require(shown == unread, where + " has " + unread + " unread, shows " + shown);
    if (rollBacks || !member) {
      return;
    }
    long read = 0;
    for (Message entry : log.entries) {
      boolean own = !entry.hasChange() && !entry.hasOperation() && entry.getSender().equals(user);
      boolean admitted =
          entry.hasChange()
              && entry.getChange().getUsersList().contains(user)
              && entry.getChange().getKind() != GroupChange.Kind.REMOVED
              && entry.getChange().getKind() != GroupChange.Kind.LEFT;
      read = own || admitted ? entry.getSeq() : read;
    }
    for (SimDevice each : devices) {
      if (each.user.equals(user)) {
        read = Math.max(read, each.read.getOrDefault(log.conversation, 0L));
      }
    }
    require(
        log.cursors.read(user) == read, where + " has read " + read + ": " + log.cursors.of(user));
    long delivered = log.cursors.of(user).getDelivered();
    require(delivered == log.entries.size(), where + " has all, says " + delivered);
  }

  private void checkMentions(SimDevice device, ModelLog log) {
    List<Long> expected =
        log.of(device.user).member ? log.cursors.mentions(device.user) : List.of();
    List<Long> shown = device.mentions.getOrDefault(log.conversation, List.of());
    String where = device.user + "/" + device.device + " in " + log.conversation;
    require(shown.equals(expected), where + " is mentioned in " + expected + ", shows " + shown);
  }

  private void checkMentionsTotal(SimDevice device) {
    int total =
        device.mentions.entrySet().stream()
            .filter(each -> !hides(device, each.getKey()))
            .mapToInt(each -> each.getValue().size())
            .sum();
    require(
        device.mentionsTotal == total,
        device.device + " adds up to " + device.mentionsTotal + " of " + device.mentions);
  }

  private static boolean hides(SimDevice device, String conversation) {
    ConversationSettings told = device.settings.get(conversation);
    return told != null && told.isHidden();
  }

  /** The device is told what the server has; gives what of the conversation is on a badge. */
  private long checkSettings(SimDevice device, ModelLog log) {
    String user = device.user;
    dev.ferry.protocol.v1.ConversationSettings kept = server.settingsOf(user).of(log.conversation);
    Stretches stretches = log.of(user);
    boolean hidden =
        kept.getHidden().getEpoch() == log.epoch
            && kept.getHidden().getEpoch() != 0
            && stretches.head() <= kept.getHidden().getSeq();
    boolean marked =
        kept.getMarked().getEpoch() == log.epoch
            && kept.getMarked().getEpoch() != 0
            && log.cursors.read(user) <= kept.getMarked().getSeq();
    ConversationSettings none = ConversationSettings.none(log.conversation);
    ConversationSettings expected =
        none.withMutedUntilMs(kept.getMutedUntilMs())
            .withPinned(kept.getPinned())
            .withHidden(hidden)
            .withMarkedUnread(marked)
            .withTexts(kept.getRemark(), kept.getDraft());
    ConversationSettings told = device.settings.getOrDefault(log.conversation, none);
    boolean member = stretches.member;
    // How far somebody has read who is not there any more nobody tells.
    boolean same =
        member
            ? told.equals(expected)
            : told.withHidden(false)
                .withMarkedUnread(false)
                .equals(expected.withHidden(false).withMarkedUnread(false));
    require(same, user + "/" + device.device + " wants " + expected + ", was told " + told);
    long unread = device.unread.getOrDefault(log.conversation, 0L);
    if (expected.isMuted(now) || told.isHidden() || !member) {
      return 0;
    }
    return marked ? Math.max(1, unread) : unread;
  }

  /** A change was made at most once, not when it was refused, and at the seq that was told. */
  private void checkChange(SimDevice device, UUID id) {
    List<Message> made = new ArrayList<>();
    for (ModelLog log : server.logs.values()) {
      log.entries.stream()
          .filter(entry -> Wire.id(entry.getClientMessageId()).equals(id))
          .forEach(made::add);
    }
    require(made.size() <= 1, "change " + id + " was made once");
    require(!device.refused.containsKey(id) || made.isEmpty(), id + " was refused, so not made");
    GroupReceipt receipt = device.changed.get(id);
    if (receipt != null && !made.isEmpty()) {
      require(receipt.seq() == made.get(0).getSeq(), id + " is where its receipt says");
    }
  }

  private void checkAcks(SimDevice device, ModelLog log) {
    for (UUID id : device.sent.getOrDefault(log.conversation, List.of())) {
      long copies =
          log.entries.stream().filter(e -> Wire.id(e.getClientMessageId()).equals(id)).count();
      boolean refused = device.refused.containsKey(id);
      require(refused != device.receipts.containsKey(id), id + " was either acked or refused");
      require(copies <= 1, id + " is in the log once");
      SendReceipt receipt = device.receipts.get(id);
      boolean nothing = receipt != null && receipt.seq() == 0;
      require(
          refused || rollBacks || copies == (nothing ? 0 : 1), id + " was acked and is in the log");
      require(!refused || copies == 0, id + " was refused and is not in the log");
    }
  }

  private void checkOrderOfCalls(ModelLog log) {
    if (rollBacks) {
      return;
    }
    for (SimDevice device : devices) {
      List<UUID> logged =
          log.entries.stream()
              .filter(entry -> entry.getSender().equals(device.user))
              .filter(entry -> entry.getSenderDevice().equals(device.device))
              .map(entry -> Wire.id(entry.getClientMessageId()))
              .toList();
      List<UUID> called = new ArrayList<>(device.calls);
      called.retainAll(new HashSet<>(logged));
      require(logged.equals(called), device.device + " called in this order: " + log.conversation);
    }
  }
}
