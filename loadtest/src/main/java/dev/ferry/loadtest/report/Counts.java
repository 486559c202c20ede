package dev.ferry.loadtest.report;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the ledger counted, from the first message to the end, warm-up included.
 *
 * @param sent messages, each once however often it was retried
 * @param acked of these, accepted by the server
 * @param refused of these, refused for good
 * @param refusals how many of these with which code
 * @param unknown of these, neither at the end: they may be in the log or not
 * @param expected deliveries that the acked messages call for
 * @param delivered of these, shown to the device
 * @param lost of these, not shown until the end
 * @param duplicated deliveries shown more than once, and messages that are in a log twice
 * @param reordered deliveries shown out of order
 * @param misdelivered deliveries to somebody who may not have them
 */
public record Counts(
    long sent,
    long acked,
    long refused,
    Map<String, Long> refusals,
    long unknown,
    long expected,
    long delivered,
    long lost,
    long duplicated,
    long reordered,
    long misdelivered) {

  public Counts {
    refusals = Collections.unmodifiableMap(new TreeMap<>(refusals));
  }

  /** Such as {@code MESSAGE_RECALLED × 2, MUTED × 1}; empty when nothing was refused. */
  public String refusalsByCode() {
    return refusals.entrySet().stream()
        .map(refusal -> refusal.getKey() + " × " + refusal.getValue())
        .collect(Collectors.joining(", "));
  }
}
