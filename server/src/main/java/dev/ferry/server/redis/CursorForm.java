package dev.ferry.server.redis;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Cursor;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.Progress;
import dev.ferry.server.model.UserId;
import java.util.List;

/** Cursors as scripts give them. */
final class CursorForm {
  /** What {@code heads.lua} gives of a direct conversation. */
  static final int DIRECT_NUMBERS = 10;

  private CursorForm() {}

  /** Which of the two users of a direct conversation this is: 1 or 2. */
  static int side(ConversationId conversation, UserId user) {
    return conversation.peers().indexOf(user) + 1;
  }

  /** Delivered, read and count, from {@code start} on. */
  static Cursor cursor(List<Object> numbers, int start) {
    return new Cursor(
        Reply.number(numbers.get(start)),
        Reply.number(numbers.get(start + 1)),
        Reply.number(numbers.get(start + 2)));
  }

  static Head directHead(ConversationId conversation, UserId user, List<Object> numbers) {
    Cursor first = cursor(numbers, 4);
    Cursor second = cursor(numbers, 7);
    boolean isFirst = side(conversation, user) == 1;
    Cursor peer = isFirst ? second : first;
    return new Head(
        conversation,
        Reply.number(numbers.get(0)),
        Reply.number(numbers.get(1)),
        Reply.number(numbers.get(2)),
        false,
        new Progress(Reply.number(numbers.get(3)), isFirst ? first : second, peer));
  }
}
