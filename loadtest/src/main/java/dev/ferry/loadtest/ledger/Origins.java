package dev.ferry.loadtest.ledger;

import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.group.GroupChange;
import java.util.UUID;

/**
 * Makes client message ids that say which device sent the message and as which of its messages in
 * that conversation, and that prove it: whoever is shown the message can check its sender and
 * conversation without asking anybody. One number then stands for a message wherever it is kept.
 * Immutable.
 */
final class Origins {
  private static final int COUNTER_BITS = 38;
  private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;

  /** Highest device number; it leaves the sign free, which marks what is not a run's message. */
  static final int DEVICE_MAX = (1 << 25) - 1;

  private final long salt;

  /**
   * @param salt the same for all parts of a run, another one for each run
   */
  Origins(long salt) {
    this.salt = salt;
  }

  UUID id(Device sender, Conversation conversation, long counter) {
    long origin = (long) sender.number() << COUNTER_BITS | counter;
    return new UUID(origin, proof(origin, sender.user(), sender.name(), conversation));
  }

  static int device(long origin) {
    return (int) (origin >>> COUNTER_BITS);
  }

  /** Which of the device's messages in the conversation, from 1 on. */
  static long counter(long origin) {
    return origin & COUNTER_MASK;
  }

  static long origin(UUID id) {
    return id.getMostSignificantBits();
  }

  /**
   * What stands for an entry: the origin of a message of this run, else a negative number that
   * depends on all that matters of the entry.
   */
  long value(ReceivedMessage entry, Conversation conversation) {
    UUID id = entry.clientMessageId();
    long origin = id.getMostSignificantBits();
    GroupChange change = entry.change();
    if (change == null
        && origin > 0
        && id.getLeastSignificantBits()
            == proof(origin, entry.sender(), entry.senderDevice(), conversation)) {
      return origin;
    }
    long value = mix(proof(origin, entry.sender(), entry.senderDevice(), conversation));
    value = mix(value ^ id.getLeastSignificantBits());
    if (change != null) {
      value = mix(value ^ change.kind().name().hashCode());
      value = mix(value ^ change.users().hashCode());
    }
    return value | Long.MIN_VALUE;
  }

  private long proof(long origin, String user, String device, Conversation conversation) {
    long sender = ((long) user.hashCode() << 32) ^ device.hashCode();
    return mix(mix(mix(salt ^ origin) ^ sender) ^ conversation.hash());
  }

  /** The finalizer of SplitMix64: each bit of the result depends on each bit of the number. */
  static long mix(long number) {
    long mixed = number + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
