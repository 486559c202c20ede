package dev.ferry.loadtest.ledger;

import dev.ferry.client.group.GroupChange;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one worker knows of a log.
 *
 * @param known all seqs
 * @param changes entries that tell of changes, by seq
 * @param stored counters of messages, by the sender's number
 * @param strangers seqs of entries that nobody of the run sent
 * @param digests sums over the entries of each block of seqs, by block
 * @param retained entries that are still kept one by one
 * @param unchecked entries that were too far up to be kept
 */
record LogPart(
    Ranges known,
    TreeMap<Long, Roster.Change> changes,
    Map<Integer, Ranges> stored,
    Ranges strangers,
    Map<Long, Long> digests,
    List<Entry> retained,
    long unchecked) {

  /** An entry, and a note of who told it. */
  record Entry(long seq, long value, long note) {}

  /** Whether each seq is explained by one message or change. */
  boolean balances() {
    long entries = changes.size() + strangers.count();
    for (Ranges counters : stored.values()) {
      entries += counters.count();
    }
    return entries == known.count();
  }

  void write(DataOutput to) throws IOException {
    known.write(to);
    to.writeInt(changes.size());
    for (Map.Entry<Long, Roster.Change> change : changes.entrySet()) {
      to.writeLong(change.getKey());
      to.writeLong(change.getValue().value());
      to.writeUTF(change.getValue().kind().name());
      writeAll(to, change.getValue().users());
    }
    to.writeInt(stored.size());
    for (Map.Entry<Integer, Ranges> sender : stored.entrySet()) {
      to.writeInt(sender.getKey());
      sender.getValue().write(to);
    }
    strangers.write(to);
    to.writeInt(digests.size());
    for (Map.Entry<Long, Long> block : digests.entrySet()) {
      to.writeLong(block.getKey());
      to.writeLong(block.getValue());
    }
    to.writeInt(retained.size());
    for (Entry entry : retained) {
      to.writeLong(entry.seq());
      to.writeLong(entry.value());
      to.writeLong(entry.note());
    }
    to.writeLong(unchecked);
  }

  /**
   * @param nodes the numbers here of the writer's nodes
   */
  static LogPart read(DataInput from, int[] nodes) throws IOException {
    Ranges known = Ranges.read(from);
    TreeMap<Long, Roster.Change> changes = new TreeMap<>();
    for (int i = from.readInt(); i > 0; i--) {
      long seq = from.readLong();
      long value = from.readLong();
      GroupChange.Kind kind = GroupChange.Kind.valueOf(from.readUTF());
      changes.put(seq, new Roster.Change(value, kind, readAll(from)));
    }
    Map<Integer, Ranges> stored = new HashMap<>();
    for (int i = from.readInt(); i > 0; i--) {
      stored.put(from.readInt(), Ranges.read(from));
    }
    Ranges strangers = Ranges.read(from);
    Map<Long, Long> digests = new HashMap<>();
    for (int i = from.readInt(); i > 0; i--) {
      digests.put(from.readLong(), from.readLong());
    }
    List<Entry> retained = new ArrayList<>();
    for (int i = from.readInt(); i > 0; i--) {
      long seq = from.readLong();
      long value = from.readLong();
      long note = from.readLong();
      retained.add(new Entry(seq, value, Notes.withNode(note, nodes[Notes.node(note)])));
    }
    return new LogPart(known, changes, stored, strangers, digests, retained, from.readLong());
  }

  static void writeAll(DataOutput to, Iterable<String> words) throws IOException {
    for (String word : words) {
      to.writeBoolean(true);
      to.writeUTF(word);
    }
    to.writeBoolean(false);
  }

  static List<String> readAll(DataInput from) throws IOException {
    List<String> words = new ArrayList<>();
    while (from.readBoolean()) {
      words.add(from.readUTF());
    }
    return words;
  }
}
