package dev.ferry.server.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a test's senders and receivers saw, and the judge of it: {@link #verify} names every way in
 * which it breaks the promises. Safe for use from any thread; the calls of one device must come in
 * the order in which things happened to it.
 *
 * <p>A device is named {@code user/device}. Texts should be unique within a run: a message whose
 * send was never acked is known by its text alone.
 */
public final class Ledger {

  /** An entry of a log as a receiver saw it; {@code sender} is the sending device. */
  public record Entry(
      String conversation, long epoch, long seq, UUID id, String sender, String text) {}

  /** Where an ack says that a message is. */
  record Position(long epoch, long seq) {
    @Override
    public String toString() {
      return epoch + "." + seq;
    }
  }

  /** One message that a device tried to send. */
  public final class Send {
    private final String sender;
    private final String conversation;
    private final String text;
    private final List<Position> acks = new ArrayList<>();
    private @Nullable UUID id;

    private Send(String sender, String conversation, String text) {
      this.sender = sender;
      this.conversation = conversation;
      this.text = text;
    }

    /** The server acked it; once for each ack that came. */
    public void acked(UUID id, long epoch, long seq) {
      synchronized (Ledger.this) {
        this.id = id;
        acks.add(new Position(epoch, seq));
      }
    }

    String sender() {
      return sender;
    }

    String conversation() {
      return conversation;
    }

    String text() {
      return text;
    }

    List<Position> acks() {
      return acks;
    }

    @Nullable UUID id() {
      return id;
    }

    @Override
    public String toString() {
      return "\"" + text + "\" (" + id + ") of " + sender + " in " + conversation;
    }
  }

  private final List<Send> sends = new ArrayList<>();
  private final Map<String, List<Entry>> received = new LinkedHashMap<>();
  private final Map<String, Set<String>> members = new LinkedHashMap<>();

  /** {@code device} must end with the whole log of {@code conversation}, from seq 1 on. */
  public synchronized void expect(String device, String conversation) {
    members.computeIfAbsent(conversation, key -> new LinkedHashSet<>()).add(device);
  }

  /**
   * {@code sender} is about to send. The order of these calls is the order that its messages must
   * have. A send that is never acked may or may not be in the log.
   */
  public synchronized Send sending(String sender, String conversation, String text) {
    Send send = new Send(sender, conversation, text);
    sends.add(send);
    return send;
  }

  /** {@code device} was shown this entry. */
  public synchronized void received(String device, Entry entry) {
    received.computeIfAbsent(device, key -> new ArrayList<>()).add(entry);
  }

  /** How many sends were acked at least once. */
  public synchronized long ackedCount() {
    return sends.stream().filter(send -> !send.acks().isEmpty()).count();
  }

  /** How many entries {@code device} was shown. */
  public synchronized int receivedCount(String device) {
    return received.getOrDefault(device, List.of()).size();
  }

  /**
   * Whether every device was shown at least as much as it must; what to wait for before a verdict.
   */
  public synchronized boolean isComplete() {
    return new LedgerCheck(sends, received, members).missing().isEmpty();
  }

  /** Every broken promise in words; empty when all were kept. */
  public synchronized List<String> verify() {
    return new LedgerCheck(sends, received, members).violations();
  }

  /** Throws an {@link AssertionError} that names the broken promises, if there are any. */
  public void assertKept() {
    List<String> violations = verify();
    if (!violations.isEmpty()) {
      throw new AssertionError(
          violations.size() + " violations:\n" + String.join("\n", firstOf(violations)));
    }
  }

  private static List<String> firstOf(List<String> violations) {
    return violations.subList(0, Math.min(30, violations.size()));
  }
}
