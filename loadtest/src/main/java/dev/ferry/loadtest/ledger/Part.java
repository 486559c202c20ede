package dev.ferry.loadtest.ledger;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Carries the ledger of one worker into that of the coordinator. Both must be quiet. */
final class Part {
  private final Ledger ledger;

  Part(Ledger ledger) {
    this.ledger = ledger;
  }

  void write(DataOutput to) throws IOException {
    LogPart.writeAll(to, ledger.notes().nodes());
    to.writeInt(ledger.devices().size());
    for (Device device : ledger.devices()) {
      to.writeInt(device.number());
      to.writeUTF(device.user());
      to.writeUTF(device.name());
      to.writeUTF(device.node());
    }
    to.writeInt(ledger.conversations().size());
    for (Conversation conversation : ledger.conversations()) {
      write(to, conversation);
    }
    Map<String, Long> refusals = ledger.refusals();
    to.writeInt(refusals.size());
    for (Map.Entry<String, Long> refusal : refusals.entrySet()) {
      to.writeUTF(refusal.getKey());
      to.writeLong(refusal.getValue());
    }
    ledger.besides().write(to);
    ledger.breaches().write(to);
  }

  private static void write(DataOutput to, Conversation conversation) throws IOException {
    to.writeUTF(conversation.id());
    to.writeBoolean(conversation.historyForAll());
    LogPart.writeAll(to, conversation.founders());
    to.writeInt(conversation.logs().size());
    for (Log log : conversation.logs()) {
      to.writeLong(log.epoch());
      log.auditAll();
      log.part().write(to);
    }
    to.writeInt(conversation.seats().size());
    for (Seat seat : conversation.seats()) {
      to.writeInt(seat.device().number());
      seat.write(to);
    }
  }

  void merge(DataInput from) throws IOException {
    List<String> names = LogPart.readAll(from);
    int[] nodes = names.stream().mapToInt(ledger.notes()::node).toArray();
    for (int i = from.readInt(); i > 0; i--) {
      Device device = new Device(from.readInt(), from.readUTF(), from.readUTF());
      device.at(from.readUTF());
      Device other = ledger.devicesByNumber().get(device.number());
      if (other != null && !other.toString().equals(device.toString())) {
        throw new IOException("device " + device.number() + " is " + device + " and " + other);
      }
      ledger.add(device);
    }
    for (int i = from.readInt(); i > 0; i--) {
      mergeConversation(from, nodes);
    }
    for (int i = from.readInt(); i > 0; i--) {
      ledger.countRefusals(from.readUTF(), from.readLong());
    }
    ledger.addBesides(Checks.read(from));
    ledger.breaches().merge(from);
  }

  private void mergeConversation(DataInput from, int[] nodes) throws IOException {
    Conversation conversation = ledger.group(from.readUTF(), from.readBoolean());
    conversation.members(LogPart.readAll(from));
    for (int i = from.readInt(); i > 0; i--) {
      Log log = conversation.log(from.readLong());
      log.auditAll();
      log.merge(LogPart.read(from, nodes));
    }
    Map<Integer, Device> devices = ledger.devicesByNumber();
    for (int i = from.readInt(); i > 0; i--) {
      int number = from.readInt();
      Device device = devices.get(number);
      if (device == null) {
        throw new IOException("seat of device " + number + " (expected: one of the part)");
      }
      ledger.seat(device, conversation).merge(from);
    }
  }
}
