package dev.ferry.cli.terminal;

import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.message.Mark;
import dev.ferry.client.message.MessageOutcome;
import dev.ferry.client.message.Operation;
import dev.ferry.client.message.Origin;
import dev.ferry.client.message.Reaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is done to messages, and what has become of them, for people and for programs. */
public final class OperationWords {
  private static final int EXCERPT_CHARS = 30;

  private OperationWords() {}

  /**
   * {@code bob edited #5: better}; harmless on a terminal.
   *
   * @param target the message, where it is known
   */
  public static String sentence(
      ReceivedMessage entry, Operation operation, @Nullable ReceivedMessage target) {
    String what = target == null ? "#" + operation.targetSeq() : excerpt(target);
    String emoji = operation.emoji();
    return SafeText.of(
        entry.sender()
            + switch (operation.kind()) {
              case RECALL -> " recalled #" + operation.targetSeq();
              case EDIT -> " edited #" + operation.targetSeq() + ": " + entry.content().text();
              case REACT -> " reacted " + emoji + " to " + what;
              case UNREACT -> " took " + emoji + " back from " + what;
              case PIN -> " pinned " + what;
              case UNPIN -> " unpinned " + what;
              case UNKNOWN -> " did something to " + what;
            });
  }

  /** {@code #5 "how are you…"}. */
  public static String excerpt(ReceivedMessage message) {
    String text = message.content().text();
    int chars = Math.min(EXCERPT_CHARS, text.codePointCount(0, text.length()));
    int end = text.offsetByCodePoints(0, chars);
    String shown = end < text.length() ? text.substring(0, end) + "…" : text;
    return "#" + message.seq() + " \"" + shown + "\"";
  }

  /** {@code (edited) [👍 2, 🎉 1] [pinned]}: what stands behind a message's text. */
  static String suffix(ReceivedMessage message) {
    MessageOutcome outcome = message.outcome();
    StringBuilder suffix = new StringBuilder();
    if (outcome.edits() > 0) {
      suffix.append(" (edited)");
    }
    if (!outcome.reactions().isEmpty()) {
      List<String> counts = new ArrayList<>();
      for (Reaction reaction : outcome.reactions()) {
        counts.add(SafeText.of(reaction.emoji()) + " " + reaction.count());
      }
      suffix.append(" [").append(String.join(", ", counts)).append(']');
    }
    if (outcome.pinned() != null) {
      suffix.append(" [pinned]");
    }
    return suffix.toString();
  }

  /** {@code (re #3) (forwarded from bob) }: what stands before it. */
  static String prefix(ReceivedMessage message) {
    String answer = message.replyToSeq() == 0 ? "" : "(re #" + message.replyToSeq() + ") ";
    Origin origin = message.forwarded();
    return origin == null
        ? answer
        : answer + "(forwarded from " + SafeText.of(origin.sender()) + ") ";
  }

  /** The text of a message, or that there is none any more. */
  static String text(ReceivedMessage message, String text) {
    Mark recalled = message.outcome().recalled();
    if (recalled == null) {
      return message.outcome().expired() ? "(expired)" : text;
    }
    boolean byOther = !recalled.user().isEmpty() && !recalled.user().equals(message.sender());
    return "(recalled" + (byOther ? " by " + SafeText.of(recalled.user()) : "") + ")";
  }

  /** Adds what there is of operations, outcome, answers and mentions; nothing for most messages. */
  static void addJson(Map<String, Object> object, ReceivedMessage message) {
    Operation operation = message.operation();
    if (operation != null) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("kind", operation.kind().name().toLowerCase(Locale.ROOT));
      json.put("target", operation.targetSeq());
      if (!operation.emoji().isEmpty()) {
        json.put("emoji", operation.emoji());
      }
      object.put("operation", json);
    }
    if (message.replyToSeq() != 0) {
      object.put("replyTo", message.replyToSeq());
    }
    if (!message.mentions().isEmpty()) {
      object.put("mentions", message.mentions());
    }
    if (message.mentionsAll()) {
      object.put("mentionsAll", true);
    }
    ForwardFormat.addJson(object, message);
    if (!message.outcome().equals(MessageOutcome.NONE)) {
      object.put("outcome", json(message.outcome()));
    }
  }

  private static Map<String, Object> json(MessageOutcome outcome) {
    Map<String, Object> json = new LinkedHashMap<>();
    addMark(json, "recalled", outcome.recalled());
    if (outcome.expired()) {
      json.put("expired", true);
    }
    if (outcome.edits() > 0) {
      json.put("edits", outcome.edits());
    }
    addMark(json, "edited", outcome.edited());
    addMark(json, "pinned", outcome.pinned());
    List<Map<String, Object>> reactions = new ArrayList<>();
    for (Reaction reaction : outcome.reactions()) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("emoji", reaction.emoji());
      each.put("count", reaction.count());
      each.put("users", reaction.users());
      each.put("mine", reaction.mine());
      reactions.add(each);
    }
    if (!reactions.isEmpty()) {
      json.put("reactions", reactions);
    }
    return json;
  }

  private static void addMark(Map<String, Object> json, String name, @Nullable Mark mark) {
    if (mark != null) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("seq", mark.seq());
      each.put("time", MessageFormat.isoOrNull(mark.timeMs()));
      each.put("user", mark.user());
      json.put(name, each);
    }
  }
}
