package dev.ferry.loadtest.ledger;

import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.message.Mark;
import dev.ferry.client.message.MessageOutcome;
import dev.ferry.client.message.Reaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a message, in words that are the same when that is the same: by what was done
 * to it, folded here and nowhere else, or as somebody has it.
 */
final class Fate {
  /** How many of those who reacted are named. */
  private static final int NAMED_MAX = 10;

  /** Nothing was done to it. */
  static final String UNTOUCHED = "untouched";

  private long recalled;
  private int edits;
  private long edited;
  private int says;
  private long pinned;

  /** Who reacts with an emoji: all, and who is named. */
  private final Map<String, List<String>> all = new LinkedHashMap<>();

  private final Map<String, List<String>> named = new LinkedHashMap<>();

  private Fate() {}

  /** As {@code reader} must have it after these deeds, which are by seq. */
  static String of(SortedMap<Long, Deed> deeds, String reader) {
    Fate fate = new Fate();
    deeds.forEach(fate::apply);
    return fate.words(reader);
  }

  private void apply(long seq, Deed deed) {
    if (recalled != 0) {
      return;
    }
    switch (deed.kind()) {
      case RECALL -> recalled = seq;
      case EDIT -> {
        edits++;
        edited = seq;
        says = deed.says();
      }
      case REACT -> react(deed.emoji(), deed.user());
      case UNREACT -> unreact(deed.emoji(), deed.user());
      case PIN -> pinned = seq;
      case UNPIN -> pinned = 0;
      default -> {}
    }
  }

  private void react(String emoji, String user) {
    all.computeIfAbsent(emoji, key -> new ArrayList<>()).add(user);
    List<String> names = named.computeIfAbsent(emoji, key -> new ArrayList<>());
    names.add(user);
    if (names.size() > NAMED_MAX) {
      names.remove(0);
    }
  }

  private void unreact(String emoji, String user) {
    List<String> users = all.getOrDefault(emoji, new ArrayList<>());
    users.remove(user);
    named.getOrDefault(emoji, new ArrayList<>()).remove(user);
    if (users.isEmpty()) {
      all.remove(emoji);
      named.remove(emoji);
    }
  }

  private String words(String reader) {
    List<String> reactions = new ArrayList<>();
    all.forEach(
        (emoji, users) -> {
          List<String> names = named.getOrDefault(emoji, List.of());
          reactions.add(reaction(emoji, users.size(), names, users.contains(reader)));
        });
    return words(reactions);
  }

  /** As this message is. */
  static String of(ReceivedMessage message) {
    MessageOutcome outcome = message.outcome();
    List<String> reactions = new ArrayList<>();
    for (Reaction each : outcome.reactions()) {
      reactions.add(reaction(each.emoji(), each.count(), each.users(), each.mine()));
    }
    Fate fate = new Fate();
    Mark edit = outcome.edited();
    fate.recalled = seq(outcome.recalled());
    fate.edits = outcome.edits();
    fate.edited = seq(edit);
    fate.says = edit == null ? 0 : Deed.standsFor(message.content());
    fate.pinned = seq(outcome.pinned());
    return fate.words(reactions);
  }

  private static long seq(@Nullable Mark mark) {
    return mark == null ? 0 : mark.seq();
  }

  private static String reaction(String emoji, int count, List<String> users, boolean mine) {
    return emoji + " " + count + (mine ? " (own)" : "") + " " + users;
  }

  private String words(List<String> reactions) {
    if (recalled != 0) {
      return "recalled by " + recalled;
    }
    if (edits == 0 && pinned == 0 && reactions.isEmpty()) {
      return UNTOUCHED;
    }
    return "edits: %d, last by %d (%08x); pinned by %d; reactions: %s"
        .formatted(edits, edited, says, pinned, reactions);
  }
}
