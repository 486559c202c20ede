package dev.ferry.loadtest.ledger;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a run kept the promises.
 *
 * @param sent messages that devices sent
 * @param acked of these, acked
 * @param refused of these, refused
 * @param refusals how many were refused with which code; beyond the first 64 codes OTHER
 * @param unknown of these, neither acked nor refused nor seen in the log
 * @param expected deliveries that had to be: entries times the devices that had to be shown them
 * @param delivered of these, made; an own ack counts
 * @param rolledBack entries that were in the log of an epoch that ended, and not in its successor
 * @param unchecked entries too far ahead to be compared; not 0 makes the verdict worthless
 * @param checks what was looked at besides messages
 * @param breaches how often each promise was broken; only those that were
 * @param stories the first 20 of these
 */
public record Verdict(
    long sent,
    long acked,
    long refused,
    Map<String, Long> refusals,
    long unknown,
    long expected,
    long delivered,
    long rolledBack,
    long unchecked,
    Checks checks,
    Map<Breach, Long> breaches,
    List<Story> stories) {

  public Verdict {
    refusals = Collections.unmodifiableMap(new TreeMap<>(refusals));
    breaches = breaches.isEmpty() ? Map.of() : new EnumMap<>(breaches);
    stories = List.copyOf(stories);
  }

  public long lost() {
    return count(Breach.Kind.LOST);
  }

  public long duplicated() {
    return count(Breach.Kind.DUPLICATED);
  }

  public long reordered() {
    return count(Breach.Kind.REORDERED);
  }

  public long misdelivered() {
    return count(Breach.Kind.MISDELIVERED);
  }

  /** Cursors, counts of unread messages and lists of readers that are wrong. */
  public long cursors() {
    return count(Breach.Kind.CURSOR);
  }

  /** Messages that are not what was done to them says. */
  public long outcomes() {
    return count(Breach.Kind.OUTCOME);
  }

  /** Users of whom watchers have, or were told, something else than is so. */
  public long presences() {
    return count(Breach.Kind.PRESENCE);
  }

  /** Whether no promise was broken and everything could be checked. */
  public boolean clean() {
    return breaches.isEmpty() && unchecked == 0;
  }

  private long count(Breach.Kind kind) {
    return breaches.entrySet().stream()
        .filter(entry -> entry.getKey().kind() == kind)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
