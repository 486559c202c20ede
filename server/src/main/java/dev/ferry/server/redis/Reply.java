package dev.ferry.server.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Touched;
import java.util.ArrayList;
import java.util.List;

/** Reads what scripts return. */
final class Reply {
  private Reply() {}

  static String text(Object value) {
    return new String((byte[]) value, UTF_8);
  }

  static long number(Object value) {
    return (Long) value;
  }

  @SuppressWarnings("unchecked") // an array reply is a list of replies
  static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  static List<ConversationId> conversations(List<Object> reply) {
    return reply.stream().map(each -> ConversationId.parse(text(each))).toList();
  }

  /** What {@code part/touched.lua} gives. */
  static Touched touched(List<Object> reply) {
    List<Object> found = list(reply.get(2));
    List<Touched.Entry> entries = new ArrayList<>(found.size() / 2);
    for (int i = 0; i < found.size(); i += 2) {
      ConversationId conversation = ConversationId.parse(text(found.get(i)));
      entries.add(new Touched.Entry(conversation, number(found.get(i + 1))));
    }
    return new Touched(entries, number(reply.get(0)), number(reply.get(1)));
  }

  /** Epoch, seq, time and count, from {@code start} on. */
  static Accepted counted(List<Object> reply, int start) {
    Accepted place = accepted(reply, start);
    return new Accepted(place.epoch(), place.seq(), place.timeMs(), number(reply.get(start + 3)));
  }

  /** Epoch, seq and time, from {@code start} on. */
  static Accepted accepted(List<Object> reply, int start) {
    return new Accepted(
        number(reply.get(start)), number(reply.get(start + 1)), number(reply.get(start + 2)));
  }
}
