package dev.ferry.loadtest.ledger;

/**
 * One broken promise, as short as it can be told.
 *
 * @param breach what happened
 * @param atMs when it was noticed, milliseconds since the ledger was begun
 * @param device to whom it happened, {@code user/device}
 * @param node the node that served the device then
 * @param conversation where
 * @param epoch the log's epoch
 * @param seq the entry's seq
 * @param text what was seen and what was expected
 */
public record Story(
    Breach breach,
    long atMs,
    String device,
    String node,
    String conversation,
    long epoch,
    long seq,
    String text) {

  @Override
  public String toString() {
    return "%s at %d ms: %s on %s in %s at %d.%d: %s"
        .formatted(breach, atMs, device, node, conversation, epoch, seq, text);
  }
}
