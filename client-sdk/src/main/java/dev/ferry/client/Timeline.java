package dev.ferry.client;

import dev.ferry.client.message.DeletedForMe;
import dev.ferry.client.message.MessageRef;
import dev.ferry.client.message.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one conversation as they are by now, for an app that shows them. Give it every
 * entry that {@link ClientListener#onMessage} brings of the conversation, in that order, and pages
 * of its history as you like: each operation is applied once, so all devices come to what the
 * server has. Of what the user has deleted for itself it keeps nothing, if it is told of that, too:
 * {@link #delete}.
 *
 * <p>Keeps the messages of the highest seqs, at most as many as it was made for; others are
 * dropped. Not safe for use from several threads.
 */
public final class Timeline {
  private final String user;
  private final int messagesMax;
  private final TreeMap<Long, ReceivedMessage> messages = new TreeMap<>();
  private long epoch;

  /**
   * @param user the client's own
   * @param messagesMax at least 1
   */
  public Timeline(String user, int messagesMax) {
    if (messagesMax < 1) {
      throw new IllegalArgumentException("messagesMax: " + messagesMax + " (expected: >= 1)");
    }
    this.user = user;
    this.messagesMax = messagesMax;
  }

  /**
   * Takes the next entry: a message, or what is done to one. Of a newer life of the log, it takes
   * the place of all there was; of an older one, it is ignored.
   *
   * @return the message that is new or changed; null when none is
   */
  public @Nullable ReceivedMessage add(ReceivedMessage entry) {
    if (entry.epoch() < epoch) {
      return null;
    }
    reset(entry.epoch());
    Operation operation = entry.operation();
    return operation == null ? keep(entry) : apply(entry, operation);
  }

  /**
   * Takes the messages of a page, with what has become of them. What the page has of operations is
   * left to {@link #add(ReceivedMessage)}: before them others may be due that the page does not
   * have.
   */
  public void add(HistoryPage page) {
    for (ReceivedMessage entry : page.messages()) {
      if (entry.operation() == null) {
        add(entry);
      }
    }
  }

  /** Drops what the user has deleted for itself: {@link ClientListener#onDeletedForMe}. */
  public void delete(DeletedForMe deleted) {
    messages.values().removeIf(message -> deleted.covers(message.ref()));
  }

  private @Nullable ReceivedMessage keep(ReceivedMessage message) {
    if (message.isDeletedForMe()) {
      messages.remove(message.seq());
      return null;
    }
    ReceivedMessage known = messages.get(message.seq());
    if (known != null && !isNewer(known, message)) {
      return null;
    }
    messages.put(message.seq(), message);
    if (messages.size() > messagesMax) {
      messages.pollFirstEntry();
    }
    return messages.get(message.seq());
  }

  /** Time passes without entries, so of one seq's outcomes an expired one is the newer. */
  private static boolean isNewer(ReceivedMessage known, ReceivedMessage message) {
    if (known.outcome().expired()) {
      return message.outcome().recalled() != null;
    }
    return message.outcomeSeq() > known.outcomeSeq()
        || (message.outcome().expired() && known.outcome().recalled() == null);
  }

  /**
   * A message has expired: {@link ClientListener#onExpired}. It stays in its place without content,
   * reactions and pin, as pages have it; the app hides it.
   *
   * @return the message; null when nothing changed
   */
  public @Nullable ReceivedMessage expire(MessageRef message) {
    ReceivedMessage known = message.epoch() == epoch ? messages.get(message.seq()) : null;
    if (known == null || known.outcome().gone()) {
      return null;
    }
    messages.put(known.seq(), known.afterLife());
    return messages.get(known.seq());
  }

  /**
   * The same of all whose {@link ReceivedMessage#expiresAtMs} has come, for an app that keeps
   * messages longer than the client that received them.
   *
   * @return those that changed
   */
  public List<ReceivedMessage> expire(long timeMs) {
    List<ReceivedMessage> changed = new ArrayList<>();
    for (ReceivedMessage each : messages()) {
      if (each.expiresAtMs() != 0 && each.expiresAtMs() <= timeMs) {
        ReceivedMessage expired = expire(each.ref());
        if (expired != null) {
          changed.add(expired);
        }
      }
    }
    return changed;
  }

  private @Nullable ReceivedMessage apply(ReceivedMessage entry, Operation operation) {
    ReceivedMessage known = messages.get(operation.targetSeq());
    if (known == null || known.outcomeSeq() >= entry.seq()) {
      return null;
    }
    ReceivedMessage changed = known.after(entry, user);
    messages.put(changed.seq(), changed);
    return changed;
  }

  /** The message of this seq, as it is by now; null when it is not kept. */
  public @Nullable ReceivedMessage message(long seq) {
    return messages.get(seq);
  }

  /** The newest message that is kept; null when there is none. */
  public @Nullable ReceivedMessage newest() {
    return messages.isEmpty() ? null : messages.lastEntry().getValue();
  }

  /** All that are kept, in the order of the log, group changes among them. */
  public List<ReceivedMessage> messages() {
    return new ArrayList<>(messages.values());
  }

  /** Forgets all of older lives of the log than this one: {@link ClientListener#onReset}. */
  public void reset(long newEpoch) {
    if (newEpoch > epoch) {
      messages.clear();
      epoch = newEpoch;
    }
  }
}
