package dev.ferry.client.core;

import dev.ferry.client.ClientState;
import dev.ferry.client.ConversationCursor;
import dev.ferry.client.Draft;
import dev.ferry.client.FerryException;
import dev.ferry.client.HistoryPage;
import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.Timeline;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.message.MessageRef;
import dev.ferry.client.message.Operation;
import dev.ferry.client.settings.ConversationSettings;
import dev.ferry.client.settings.SettingsChange;
import dev.ferry.client.store.InMemoryStore;
import dev.ferry.client.store.OutgoingMessage;
import dev.ferry.client.store.Position;
import dev.ferry.client.store.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A device of the simulation: successive cores on one store, and what its app saw. */
final class SimDevice {
  final String user;
  final String device;
  final InMemoryStore store = new InMemoryStore();
  final Map<String, List<UUID>> sent = new HashMap<>();

  /** Sends and changes of all conversations, in the order of the calls. */
  final List<UUID> calls = new ArrayList<>();

  final Map<UUID, SendReceipt> receipts = new HashMap<>();
  final List<UUID> changes = new ArrayList<>();
  final Map<UUID, GroupReceipt> changed = new HashMap<>();
  final Map<UUID, FerryException> refused = new HashMap<>();
  final Map<String, List<ReceivedMessage>> received = new HashMap<>();
  final List<String> resets = new ArrayList<>();
  private static final Operation.Kind[] KINDS = {
    Operation.Kind.RECALL, Operation.Kind.PIN, Operation.Kind.UNPIN
  };
  private final Map<String, Timeline> timelines = new HashMap<>();
  private final SimWorld world;
  private final Random random;
  final Map<String, Long> unread = new HashMap<>();
  final Map<String, Long> read = new HashMap<>();

  /** The peer's cursor in direct conversations, as this life was told. */
  final Map<String, ConversationCursor> peers = new HashMap<>();

  long total;
  final Map<String, List<Long>> mentions = new HashMap<>();
  int mentionsTotal;

  /** As this life was told. */
  final Map<String, ConversationSettings> settings = new HashMap<>();

  private int life;
  private ClientCore core;
  private @Nullable SimSession session;
  private long tickAt = Long.MAX_VALUE;

  SimDevice(SimWorld world, String user, String device, Random random) {
    this.world = world;
    this.user = user;
    this.device = device;
    this.random = random;
    core = newCore();
  }

  private ClientCore newCore() {
    life++;
    CoreOptions options =
        new CoreOptions(user, device, "sim", 10_000, Integer.MAX_VALUE, 5_000, true);
    unread.clear();
    settings.clear();
    total = 0;
    mentions.clear();
    mentionsTotal = 0;
    return new ClientCore(options, Kept.in(store), new Random(random.nextLong()), new Life(life));
  }

  void start() {
    core.start(world.now);
    scheduleTick();
  }

  /** The app's process ends, politely or not, and another begins. */
  void restart(boolean politely) {
    if (politely) {
      core.close(world.now);
    }
    cut();
    core = newCore();
    start();
  }

  void cut() {
    SimSession open = session;
    session = null;
    if (open != null) {
      open.cutByClient();
    }
  }

  /** The app shows what was received, all of it or not. */
  void read(String conversation, int less) {
    List<ReceivedMessage> shown = received.getOrDefault(conversation, List.of());
    if (shown.size() > less) {
      long seq = shown.get(shown.size() - 1 - less).seq();
      read.merge(conversation, seq, Math::max);
      core.markRead(conversation, seq, world.now);
      scheduleTick();
    }
  }

  void send(String conversation, String text) {
    UUID id = new UUID(random.nextLong(), random.nextLong());
    sent.computeIfAbsent(conversation, key -> new ArrayList<>()).add(id);
    calls.add(id);
    MessageContent content = MessageContent.text(text);
    boolean silent = random.nextInt(4) == 0;
    Draft draft = Draft.of(silent ? content.asSilent() : content);
    long dice = Math.floorMod(id.getLeastSignificantBits(), 24L);
    if (dice < 8) {
      draft = draft.mention(dice < 4 ? "alice" : "bob", "carol");
    } else if (dice < 11 && conversation.startsWith("g/")) {
      draft = draft.mentionAll();
    }
    core.send(OutgoingForm.message(id, conversation, draft), world.now);
    scheduleTick();
  }

  /** Changes a group; what becomes of it is noted, unless the process ends before. */
  void change(UUID id, Question<GroupReceipt> change) {
    changes.add(id);
    calls.add(id);
    int asking = life;
    core.ask(
        change,
        new Answer<>() {
          @Override
          public void answered(GroupReceipt receipt) {
            changed.put(id, receipt);
          }

          @Override
          public void failed(FerryException reason) {
            if (reason.kind() == FerryException.Kind.REFUSED && asking == life) {
              refused.put(id, reason);
            }
          }
        },
        world.now);
    scheduleTick();
  }

  /** Does something at random to a message that the app has. */
  void operate(String conversation) {
    List<ReceivedMessage> known = timeline(conversation).messages();
    if (known.isEmpty()) {
      return;
    }
    MessageRef target = known.get(random.nextInt(known.size())).ref();
    UUID id = new UUID(random.nextLong(), random.nextLong());
    sent.computeIfAbsent(conversation, key -> new ArrayList<>()).add(id);
    calls.add(id);
    int dice = random.nextInt(10);
    Operation.Kind kind =
        dice < 5
            ? (dice < 3 ? Operation.Kind.REACT : Operation.Kind.UNREACT)
            : dice < 7 ? Operation.Kind.EDIT : KINDS[dice - 7];
    core.send(
        kind == Operation.Kind.EDIT
            ? OutgoingForm.edit(id, target, MessageContent.text("edit " + id))
            : OutgoingForm.operation(id, target, kind, dice < 5 ? "e" + dice % 2 : ""),
        world.now);
    scheduleTick();
  }

  /** The app looks at a part of the history, while it receives. */
  void look(String conversation) {
    core.ask(
        Question.history(conversation, random.nextInt(30), 1 + random.nextInt(5)),
        new Answer<>() {
          @Override
          public void answered(HistoryPage page) {
            timeline(conversation).add(page);
          }

          @Override
          public void failed(FerryException reason) {}
        },
        world.now);
    scheduleTick();
  }

  Timeline timeline(String conversation) {
    return timelines.computeIfAbsent(conversation, key -> new Timeline(user, 10_000));
  }

  void receive(boolean wanted) {
    core.receive(wanted, world.now);
    scheduleTick();
  }

  ClientState state() {
    return core.state();
  }

  int unackedCount() {
    return core.unackedCount();
  }

  void opened(SimSession from) {
    core.opened(from.connection, world.now);
    scheduleTick();
  }

  void frame(SimSession from, byte[] frame) {
    if (from == session) {
      core.received(from.connection, frame, world.now);
      scheduleTick();
    }
  }

  void closed(SimSession from) {
    if (from == session) {
      session = null;
      core.closed(from.connection, "cut", null, world.now);
      scheduleTick();
    }
  }

  /** Wants a conversation otherwise. */
  void set(String conversation) {
    core.changeSettings(
        conversation,
        switch (random.nextInt(8)) {
          case 0 -> SettingsChange.muteUntil(world.now + random.nextInt(30_000));
          case 1 -> SettingsChange.muteUntil(random.nextBoolean() ? 0 : 1L << 53);
          case 2 -> SettingsChange.pin(random.nextBoolean());
          case 3 -> SettingsChange.hide(random.nextInt(3) > 0);
          case 4 -> SettingsChange.draft("d" + random.nextInt(3));
          case 5 ->
              SettingsChange.remark(
                  random.nextInt(4) == 0 ? ModelServer.POISON : "r" + random.nextInt(2));
          default -> SettingsChange.markUnread(random.nextInt(4) > 0);
        },
        new Answer<>() {
          @Override
          public void answered(ConversationSettings now) {}

          @Override
          public void failed(FerryException reason) {}
        },
        world.now);
    scheduleTick();
  }

  private void scheduleTick() {
    long next = core.nextTickMs();
    if (next < tickAt) {
      tickAt = Math.max(next, world.now);
      world.at(tickAt, this::tick);
    }
  }

  private void tick() {
    if (world.now >= tickAt) {
      tickAt = Long.MAX_VALUE;
      core.tick(world.now);
      scheduleTick();
    }
  }

  /** The effects of one core; those of an earlier core than the present one do nothing. */
  private final class Life implements Effects {
    private final int mine;

    Life(int mine) {
      this.mine = mine;
    }

    private void later(Runnable action) {
      world.in(
          1 + random.nextInt(20),
          () -> {
            if (mine == life) {
              action.run();
              scheduleTick();
            }
          });
    }

    @Override
    public void askToken(long connection) {
      if (world.chaos(0.02)) {
        later(() -> core.tokenFailed(connection, new IllegalStateException("sim"), world.now));
      } else {
        later(() -> core.token(connection, user, world.now));
      }
    }

    @Override
    public void connect(long connection) {
      SimSession opening = new SimSession(world, SimDevice.this, connection);
      session = opening;
      boolean fails = world.chaos(0.05);
      later(
          () -> {
            if (fails) {
              closed(opening);
            } else {
              opened(opening);
            }
          });
    }

    @Override
    public void transmit(byte[] frame) {
      if (session != null) {
        session.toServer(frame);
      }
    }

    @Override
    public void disconnect(long connection) {
      cut();
    }

    @Override
    public void keep(OutgoingMessage message) {
      store.addOutgoing(message);
    }

    @Override
    public void forget(OutgoingMessage message) {
      store.removeOutgoing(message);
    }

    @Override
    public void state(ClientState state) {}

    @Override
    public void disconnected(FerryException reason, boolean terminal) {
      world.require(!terminal || mine != life, "no terminal error: " + reason);
    }

    @Override
    public void sent(SendReceipt receipt) {
      SendReceipt before = receipts.put(receipt.clientMessageId(), receipt);
      boolean same =
          before == null || before.epoch() != receipt.epoch() || before.seq() == receipt.seq();
      world.require(same, "the same ack for " + receipt.clientMessageId());
    }

    @Override
    public void sendFailed(UUID id, FerryException reason) {
      if (reason.kind() == FerryException.Kind.REFUSED) {
        refused.put(id, reason);
      }
    }

    @Override
    public void message(ReceivedMessage message) {
      received.computeIfAbsent(message.conversation(), key -> new ArrayList<>()).add(message);
      timeline(message.conversation()).add(message);
    }

    @Override
    public void position(String conversation, Position position) {
      store.savePosition(conversation, position);
    }

    @Override
    public void reset(String conversation, long oldEpoch, long newEpoch) {
      received.remove(conversation);
      timeline(conversation).reset(newEpoch);
      resets.add(conversation + " " + newEpoch);
    }

    @Override
    public void headsVersion(long version) {
      store.saveHeadsVersion(version);
    }

    @Override
    public void unread(String conversation, long count, long ofAll) {
      unread.put(conversation, count);
      total = ofAll;
    }

    @Override
    public void mentions(String conversation, List<Long> seqs, int ofAll) {
      mentions.put(conversation, seqs);
      mentionsTotal = ofAll;
    }

    @Override
    public void cursor(ConversationCursor cursor) {
      if (!cursor.user().equals(user)) {
        peers.put(cursor.conversation(), cursor);
      }
    }

    @Override
    public void settings(ConversationSettings now) {
      settings.put(now.conversation(), now);
    }

    @Override
    public void keepSettings(String conversation, byte[] bytes) {
      store.saveSettings(conversation, bytes);
    }

    @Override
    public void settingsVersion(long version) {
      store.saveSettingsVersion(version);
    }

    @Override
    public void tally(String conversation, Tally tally) {
      store.saveTally(conversation, tally);
    }
  }
}
