package dev.ferry.server.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One pass over a {@link Ledger}'s records. The rules are the methods, one each. */
final class LedgerCheck {
  private record Log(String conversation, long epoch) {}

  /** What some seq holds, and who says so. */
  private record Slot(UUID id, String sender, String text, String witness) {
    boolean agrees(Slot other) {
      return id.equals(other.id) && sender.equals(other.sender) && text.equals(other.text);
    }

    @Override
    public String toString() {
      return "\"" + text + "\" (" + id + ") of " + sender;
    }
  }

  private record Text(String conversation, String sender, String text) {}

  private final List<Ledger.Send> sends;
  private final Map<String, List<Ledger.Entry>> received;
  private final Map<String, Set<String>> members;
  private final List<String> violations = new ArrayList<>();
  private final Map<Log, TreeMap<Long, Slot>> logs = new LinkedHashMap<>();

  LedgerCheck(
      List<Ledger.Send> sends,
      Map<String, List<Ledger.Entry>> received,
      Map<String, Set<String>> members) {
    this.sends = sends;
    this.received = received;
    this.members = members;
  }

  List<String> violations() {
    acksNeverChange();
    idsAreUnique();
    allAgreeOnEverySeq();
    nothingComesFromNowhere();
    sendersKeepTheirOrder();
    received.forEach(this::eachOnceDenseAndInOrder);
    violations.addAll(missing());
    return violations;
  }

  /** P1, P3: every expected device has every acked message, and what others were shown. */
  List<String> missing() {
    List<String> missing = new ArrayList<>();
    members.forEach(
        (conversation, devices) ->
            devices.forEach(device -> missing.addAll(missingAt(device, conversation))));
    return missing;
  }

  private List<String> missingAt(String device, String conversation) {
    Set<UUID> has = idsShownTo(device, conversation);
    List<String> missing = new ArrayList<>();
    for (Ledger.Send send : sends) {
      UUID id = send.id();
      if (id != null && send.conversation().equals(conversation) && has.add(id)) {
        missing.add("acked but not received by " + device + ": " + send + " at " + send.acks());
      }
    }
    received.forEach(
        (other, entries) -> {
          for (Ledger.Entry entry : entries) {
            if (entry.conversation().equals(conversation) && has.add(entry.id())) {
              missing.add("shown to " + other + " but not to " + device + ": " + entry);
            }
          }
        });
    return missing;
  }

  private Set<UUID> idsShownTo(String device, String conversation) {
    Set<UUID> ids = new HashSet<>();
    for (Ledger.Entry entry : received.getOrDefault(device, List.of())) {
      if (entry.conversation().equals(conversation)) {
        ids.add(entry.id());
      }
    }
    return ids;
  }

  /** P2: a send that is acked again is acked with the same position. */
  private void acksNeverChange() {
    for (Ledger.Send send : sends) {
      if (send.acks().stream().distinct().count() > 1) {
        violations.add("ack changed: " + send + " at " + send.acks());
      }
    }
  }

  /** P2: one id, one send; else the test or the client is wrong. */
  private void idsAreUnique() {
    Map<UUID, Ledger.Send> byId = new HashMap<>();
    for (Ledger.Send send : sends) {
      UUID id = send.id();
      Ledger.Send other = id == null ? null : byId.putIfAbsent(id, send);
      if (other != null) {
        violations.add("one client message id for two sends: " + send + " and " + other);
      }
    }
  }

  /** P3: acks and all devices say the same about what a seq holds. */
  private void allAgreeOnEverySeq() {
    for (Ledger.Send send : sends) {
      UUID id = send.id();
      if (id != null) {
        Slot slot = new Slot(id, send.sender(), send.text(), "the ack");
        send.acks().stream()
            .distinct()
            .forEach(at -> claim(send.conversation(), at.epoch(), at.seq(), slot));
      }
    }
    received.forEach(
        (device, entries) -> {
          for (Ledger.Entry entry : entries) {
            Slot slot = new Slot(entry.id(), entry.sender(), entry.text(), device);
            claim(entry.conversation(), entry.epoch(), entry.seq(), slot);
          }
        });
    logs.forEach(this::oneSeqForOneMessage);
  }

  private void claim(String conversation, long epoch, long seq, Slot slot) {
    Map<Long, Slot> log = logs.computeIfAbsent(new Log(conversation, epoch), k -> new TreeMap<>());
    Slot known = log.putIfAbsent(seq, slot);
    if (known != null && !known.agrees(slot)) {
      String at = conversation + " at " + epoch + "." + seq;
      violations.add(
          "disagreement about %s: %s says %s, %s says %s"
              .formatted(at, known.witness(), known, slot.witness(), slot));
    }
  }

  /** P2: a message is in a log once, whoever was shown which of its entries. */
  private void oneSeqForOneMessage(Log log, Map<Long, Slot> slots) {
    Map<UUID, Long> seqs = new HashMap<>();
    slots.forEach(
        (seq, slot) -> {
          Long first = seqs.putIfAbsent(slot.id(), seq);
          if (first != null) {
            violations.add(
                "in the log twice: %s in %s at %d.%d and %d"
                    .formatted(slot, log.conversation(), log.epoch(), first, seq));
          }
        });
  }

  /** Every entry is something that its sender tried to send. */
  private void nothingComesFromNowhere() {
    Set<Text> sent = new HashSet<>();
    sends.forEach(send -> sent.add(new Text(send.conversation(), send.sender(), send.text())));
    logs.forEach(
        (log, slots) ->
            slots.forEach(
                (seq, slot) -> {
                  if (!sent.contains(new Text(log.conversation(), slot.sender(), slot.text()))) {
                    String at = log.conversation() + " at " + log.epoch() + "." + seq;
                    violations.add("never sent: " + slot + " in " + at);
                  }
                }));
  }

  /** P3: within a log, one device's messages are in the order in which it sent them. */
  private void sendersKeepTheirOrder() {
    Map<UUID, Integer> orderById = new HashMap<>();
    Map<Text, Integer> orderByText = new HashMap<>();
    for (int i = 0; i < sends.size(); i++) {
      Ledger.Send send = sends.get(i);
      orderByText.put(new Text(send.conversation(), send.sender(), send.text()), i);
      UUID id = send.id();
      if (id != null) {
        orderById.put(id, i);
      }
    }
    logs.forEach(
        (log, slots) -> {
          Map<String, Integer> last = new HashMap<>();
          slots.forEach(
              (seq, slot) -> {
                Text text = new Text(log.conversation(), slot.sender(), slot.text());
                Integer order = orderById.getOrDefault(slot.id(), orderByText.get(text));
                if (order != null) {
                  followsLast(last.put(slot.sender(), order), order, log, seq);
                }
              });
        });
  }

  private void followsLast(@Nullable Integer last, int order, Log log, long seq) {
    if (last != null && last > order) {
      violations.add(
          "sent out of order: %s at %d.%d comes after %s"
              .formatted(sends.get(order), log.epoch(), seq, sends.get(last)));
    }
  }

  /** P2, P3, P4: a device is shown each entry once, in order, and without holes from 1 on. */
  private void eachOnceDenseAndInOrder(String device, List<Ledger.Entry> entries) {
    Map<String, Ledger.Position> last = new HashMap<>();
    Set<Object> shown = new HashSet<>();
    for (Ledger.Entry entry : entries) {
      Log log = new Log(entry.conversation(), entry.epoch());
      if (!shown.add(List.of(log, entry.seq())) | !shown.add(List.of(log, entry.id()))) {
        violations.add("received twice by " + device + ": " + entry);
        continue;
      }
      Ledger.Position before = last.get(entry.conversation());
      if (before != null && isBefore(entry, before)) {
        violations.add("not in order at " + device + ": " + entry + " came after " + before);
        continue;
      }
      long expected = before == null || entry.epoch() > before.epoch() ? 1 : before.seq() + 1;
      if (entry.seq() != expected) {
        violations.add(
            "not dense at " + device + ": " + entry + " (expected seq: " + expected + ")");
      }
      last.put(entry.conversation(), new Ledger.Position(entry.epoch(), entry.seq()));
    }
  }

  private static boolean isBefore(Ledger.Entry entry, Ledger.Position last) {
    return entry.epoch() < last.epoch()
        || (entry.epoch() == last.epoch() && entry.seq() < last.seq());
  }
}
