package dev.ferry.loadtest.ledger;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How much was looked at besides messages.
 *
 * @param cursors cursors that devices were told of, compared with what was reported
 * @param unread counts of unread messages that devices showed, compared with the log
 * @param lists lists of readers, compared with what was reported
 * @param outcomes messages as a device or a page has them, compared with what was done to them
 * @param presences users as a watcher sees them, compared with where they are
 * @param skipped cursors and outcomes that could not be compared, because their conversation began
 *     anew or its user had sends without an answer
 */
public record Checks(
    long cursors, long unread, long lists, long outcomes, long presences, long skipped) {
  static final Checks NONE = new Checks(0, 0, 0, 0, 0, 0);

  Checks plus(Checks other) {
    return new Checks(
        cursors + other.cursors,
        unread + other.unread,
        lists + other.lists,
        outcomes + other.outcomes,
        presences + other.presences,
        skipped + other.skipped);
  }

  void write(DataOutput to) throws IOException {
    to.writeLong(cursors);
    to.writeLong(unread);
    to.writeLong(lists);
    to.writeLong(outcomes);
    to.writeLong(presences);
    to.writeLong(skipped);
  }

  static Checks read(DataInput from) throws IOException {
    return new Checks(
        from.readLong(),
        from.readLong(),
        from.readLong(),
        from.readLong(),
        from.readLong(),
        from.readLong());
  }
}
