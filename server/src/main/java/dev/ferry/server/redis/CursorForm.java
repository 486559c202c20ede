package dev.ferry.server.redis;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Cursor;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.Progress;
import dev.ferry.server.model.UserId;
import java.util.List;

/** Cursors as scripts give them. */
final class CursorForm {
  /** How much {@code heads.lua} gives of a direct conversation. */
  static final int DIRECT_VALUES = 11;

  private CursorForm() {}

  /** Which of the two users of a direct conversation this is: 1 or 2. */
  static int side(ConversationId conversation, UserId user) {
    return conversation.peers().indexOf(user) + 1;
  }

  /** Delivered, read and count, from {@code start} on. */
  static Cursor cursor(List<Object> values, int start) {
    return new Cursor(
        Reply.number(values.get(start)),
        Reply.number(values.get(start + 1)),
        Reply.number(values.get(start + 2)));
  }

  static Head directHead(ConversationId conversation, UserId user, List<Object> values) {
    Cursor first = cursor(values, 4);
    Cursor second = cursor(values, 7);
    boolean isFirst = side(conversation, user) == 1;
    Cursor peer = isFirst ? second : first;
    return new Head(
        conversation,
        Reply.number(values.get(0)),
        Reply.number(values.get(1)),
        Reply.number(values.get(2)),
        false,
        new Progress(
            Reply.number(values.get(3)),
            isFirst ? first : second,
            peer,
            MentionForm.seqs(values.get(10))));
  }
}
