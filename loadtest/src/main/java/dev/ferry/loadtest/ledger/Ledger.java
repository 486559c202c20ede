package dev.ferry.loadtest.ledger;

import dev.ferry.client.ConversationIds;
import dev.ferry.client.HistoryPage;
import dev.ferry.client.MessageReceipts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows every message that was sent, acked and shown in a run, and judges whether that keeps the
 * promises. What it keeps follows what is in flight or missing, not what has passed.
 *
 * <p>Thread-safe; a {@link Seat} belongs to its device's loop. Register first the devices, then the
 * conversations, then take seats: everybody who has a seat must be shown what its user is entitled
 * to.
 */
public final class Ledger {
  private static final int WORKER_SHIFT = 18;

  /** Devices that one worker can have. */
  public static final int DEVICES_MAX = (1 << WORKER_SHIFT) - 1;

  /** Codes of refusals that are told apart. */
  private static final int CODES_MAX = 64;

  private final LedgerOptions options;
  private final Origins origins;
  private final Notes notes;
  private final Breaches breaches = new Breaches();
  private final Map<Integer, Device> devices = new ConcurrentHashMap<>();
  private final Map<String, Conversation> conversations = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();

  private final PresenceBook presences;

  /** Under this object's lock. */
  private int devicesMade;

  /** What was looked at besides messages; under this object's lock. */
  private Checks besides = Checks.NONE;

  /** Whether this ledger's own devices were looked at; under this object's lock. */
  private boolean lookedBesides;

  /**
   * @param elapsedMs milliseconds since the run began, on a clock that never goes back; any thread
   */
  public Ledger(LedgerOptions options, LongSupplier elapsedMs) {
    this.options = options;
    this.origins = new Origins(options.salt());
    this.notes = new Notes(this, elapsedMs);
    this.presences = new PresenceBook(elapsedMs);
  }

  /** A device of this worker, called once for each. */
  public synchronized Device device(String user, String name) {
    if (devicesMade == DEVICES_MAX) {
      throw new IllegalStateException("devices: " + devicesMade + " (expected: fewer)");
    }
    int number = (options.worker() << WORKER_SHIFT) + ++devicesMade;
    return add(new Device(number, user, name));
  }

  Device add(Device device) {
    devices.put(device.number(), device);
    return device;
  }

  /** A direct conversation, of which both users must be shown everything. */
  public Conversation direct(String id, String one, String other) {
    Conversation direct = conversation(id, false);
    direct.members(List.of(one, other));
    return direct;
  }

  /**
   * A group; who is a member when is learnt from its log.
   *
   * @param historyForAll whether members may see what is older than their membership
   */
  public Conversation group(String id, boolean historyForAll) {
    return conversation(id, historyForAll);
  }

  private Conversation conversation(String id, boolean historyForAll) {
    return conversations.computeIfAbsent(id, key -> new Conversation(this, id, historyForAll));
  }

  /** Makes {@code device} one that follows the conversation; called once for each pair. */
  public Seat seat(Device device, Conversation conversation) {
    Seat seat = new Seat(device, conversation);
    conversation.seats().add(seat);
    return seat;
  }

  /**
   * Whether every device was shown all that it must be of what is known so far; what to wait for
   * before {@link #verdict}. Takes microseconds a seat; any thread.
   */
  public boolean settled() {
    return settled(Map.of());
  }

  /**
   * The same, up to the entries that other workers know of.
   *
   * @param known by conversation; what {@link #heads} of them returned
   */
  public boolean settled(Map<String, Head> known) {
    return conversations.values().stream()
        .allMatch(conversation -> Judge.settled(conversation, known.get(conversation.id())));
  }

  /** The newest entry that is known of each group, whose members may be at several workers. */
  public Map<String, Head> heads() {
    Map<String, Head> heads = new HashMap<>();
    for (Conversation conversation : conversations.values()) {
      Log newest = conversation.newest();
      if (newest != null && ConversationIds.isGroup(conversation.id())) {
        heads.put(conversation.id(), new Head(newest.epoch(), newest.head()));
      }
    }
    return heads;
  }

  /** Judges. The devices must be quiet: no call to a seat while this runs. */
  public Verdict verdict() {
    return new Judge(this).judge();
  }

  /**
   * Whether every connected device knows of cursors, and shows as unread, what it must. Meaningful
   * once all messages have arrived.
   *
   * @param behind hears of each device that does not
   */
  public boolean cursorsSettled(Consumer<Device> behind) {
    boolean[] settled = {true};
    for (Conversation conversation : conversations.values()) {
      CursorAudit.of(
          conversation,
          (device, breach, log, seq, text) -> {
            settled[0] = false;
            behind.accept(device);
          });
    }
    return settled[0];
  }

  /** Users who have certainly read a message: whom a list of its readers must have. */
  public Set<String> readers(Conversation conversation, long epoch, long seq) {
    return CursorAudit.certain(conversation, epoch, seq);
  }

  /**
   * A device was told who has read a message.
   *
   * @param certain what {@link #readers} said before it asked
   */
  public void listed(Seat by, MessageReceipts list, Set<String> certain) {
    Set<String> missing = new TreeSet<>(certain);
    missing.removeAll(list.read());
    Set<String> invented = CursorAudit.invented(by.conversation(), list.seq(), list.read());
    addBesides(new Checks(0, 0, 1, 0, 0, 0));
    Log log = by.conversation().log(list.epoch());
    if (!missing.isEmpty()) {
      tell(by.device(), Breach.READERS_WRONG, log, list.seq(), "the list lacks " + missing);
    }
    if (!invented.isEmpty()) {
      tell(by.device(), Breach.READERS_WRONG, log, list.seq(), "the list has also " + invented);
    }
  }

  /** A device asked for the newest page of a conversation, when nothing was done any more. */
  public void page(Device by, Conversation conversation, HistoryPage page) {
    addBesides(conversation.outcomes().compare(by, page, this::tell));
  }

  /** Who is online, and what watchers were told of that. */
  public PresenceBook presences() {
    return presences;
  }

  private void tell(Device device, Breach breach, Log log, long seq, String text) {
    String in = log.conversation().id();
    long now = notes.nowMs();
    breaches.add(
        new Story(breach, now, device.toString(), device.node(), in, log.epoch(), seq, text));
  }

  /**
   * Judges, once, what this ledger's own devices know besides messages; done by {@link #verdict}
   * and {@link #export}, if it was not before.
   */
  public synchronized void lookBesides() {
    if (!lookedBesides) {
      lookedBesides = true;
      for (Conversation each : conversations.values()) {
        addBesides(CursorAudit.of(each, this::tell));
        addBesides(each.outcomes().compare(this::tell));
      }
      addBesides(presences.compare(this));
    }
  }

  synchronized void addBesides(Checks more) {
    besides = besides.plus(more);
  }

  synchronized Checks besides() {
    return besides;
  }

  /** Writes all that another ledger needs to judge; the devices must be quiet. */
  public void export(DataOutput to) throws IOException {
    lookBesides();
    new Part(this).write(to);
  }

  /**
   * Takes in what a worker's ledger exported; the devices must be quiet, and {@link #verdict} comes
   * after.
   */
  public void merge(DataInput from) throws IOException {
    synchronized (this) {
      // The devices are the workers', who have looked.
      lookedBesides = true;
    }
    new Part(this).merge(from);
  }

  /**
   * Writes what is still kept, a JSON object a line: what each log has, how far each device read
   * it, the single entries that somebody misses, and the stories.
   */
  public void dump(Path to) throws IOException {
    new Dump(this).write(to);
  }

  /** Entries kept one by one now; for progress lines and tests. */
  public long retained() {
    return conversations.values().stream()
        .flatMap(conversation -> conversation.logs().stream())
        .mapToLong(Log::retained)
        .sum();
  }

  /** How many sends were refused with which code; codes beyond the first 64 are OTHER. */
  public Map<String, Long> refusals() {
    Map<String, Long> counts = new TreeMap<>();
    refusals.forEach((code, count) -> counts.put(code, count.sum()));
    return counts;
  }

  LedgerOptions options() {
    return options;
  }

  Origins origins() {
    return origins;
  }

  Notes notes() {
    return notes;
  }

  Breaches breaches() {
    return breaches;
  }

  Collection<Device> devices() {
    return devices.values();
  }

  Map<Integer, Device> devicesByNumber() {
    return devices;
  }

  Collection<Conversation> conversations() {
    return conversations.values();
  }

  String deviceName(int number) {
    @Nullable Device device = devices.get(number);
    return device == null ? "device " + number : device.toString();
  }

  void countRefusals(String code, long count) {
    String counted = refusals.size() < CODES_MAX || refusals.containsKey(code) ? code : "OTHER";
    refusals.computeIfAbsent(counted, key -> new LongAdder()).add(count);
  }
}
