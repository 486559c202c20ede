package dev.ferry.server.redis;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.ferry.server.model.Content;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.MessageOutcome;
import dev.ferry.server.model.Operation;
import dev.ferry.server.model.UserId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What {@code part/outcome.lua} shows of an entry: the entry as it is to be read by now, and what
 * has become of it.
 *
 * @param outcome of a message to which something was done
 */
record ShownForm(LogEntry entry, Optional<MessageOutcome> outcome) {

  private static final int REACTIONS_START = 8;
  private static final int REACTION_FIELDS = 4;

  /**
   * @param shown as the script gives it
   */
  static ShownForm of(LogEntry entry, List<Object> shown) {
    if (Reply.text(shown.get(0)).equals("recalled")) {
      return recalled(entry, mark(shown, 1));
    }
    int edits = (int) Reply.number(shown.get(1));
    MessageOutcome outcome =
        new MessageOutcome(
            null,
            edits,
            edits == 0 ? null : editMark(entry, shown),
            Reply.number(shown.get(5)) == 0 ? null : mark(shown, 5),
            reactions(shown));
    return new ShownForm(edits == 0 ? entry : edited(entry, shown), Optional.of(outcome));
  }

  /** An edit is held back as well: what it says was said by the message that was recalled. */
  private static ShownForm recalled(LogEntry entry, MessageOutcome.Mark recall) {
    Operation operation = entry.operation();
    if (operation == null) {
      MessageOutcome outcome = new MessageOutcome(recall, 0, null, null, List.of());
      return new ShownForm(entry.saying(Content.RECALLED), Optional.of(outcome));
    }
    boolean edit = operation.kind() == Operation.Kind.EDIT;
    return new ShownForm(edit ? entry.saying(Content.RECALLED) : entry, Optional.empty());
  }

  /** Whether a message is silent was settled when it was sent, like its count. */
  private static LogEntry edited(LogEntry entry, List<Object> shown) {
    ByteString stored = UnsafeByteOperations.unsafeWrap((byte[]) shown.get(4));
    Content edit = StoredForm.entry(entry.conversation(), entry.place(), stored).content();
    return entry.saying(
        new Content(edit.type(), edit.body(), edit.text(), entry.content().silent()));
  }

  /** Only authors edit. */
  private static MessageOutcome.Mark editMark(LogEntry entry, List<Object> shown) {
    return new MessageOutcome.Mark(
        Reply.number(shown.get(2)), Reply.number(shown.get(3)), entry.sender());
  }

  private static MessageOutcome.Mark mark(List<Object> shown, int start) {
    String user = Reply.text(shown.get(start + 2));
    return new MessageOutcome.Mark(
        Reply.number(shown.get(start)),
        Reply.number(shown.get(start + 1)),
        user.isEmpty() ? null : new UserId(user));
  }

  private static List<MessageOutcome.Reaction> reactions(List<Object> shown) {
    List<MessageOutcome.Reaction> reactions = new ArrayList<>();
    for (int i = REACTIONS_START; i < shown.size(); i += REACTION_FIELDS) {
      reactions.add(
          new MessageOutcome.Reaction(
              Reply.text(shown.get(i)),
              (int) Reply.number(shown.get(i + 1)),
              users(Reply.text(shown.get(i + 3))),
              Reply.number(shown.get(i + 2)) == 1));
    }
    return reactions;
  }

  /** Nobody is named when those who were have taken their reactions back. */
  private static List<UserId> users(String names) {
    return names.isEmpty() ? List.of() : Arrays.stream(names.split(" ")).map(UserId::new).toList();
  }
}
