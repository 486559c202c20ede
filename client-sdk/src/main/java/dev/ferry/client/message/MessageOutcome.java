package dev.ferry.client.message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What operations have made of a message. Immutable. */
public final class MessageOutcome {
  /** Of a message to which nothing was done. */
  public static final MessageOutcome NONE =
      new MessageOutcome(null, 0, null, null, Collections.emptyList());

  /** Of a message whose time is over. */
  public static final MessageOutcome EXPIRED =
      new MessageOutcome(null, 0, null, null, Collections.emptyList(), true);

  private final @Nullable Mark recalled;
  private final int edits;
  private final @Nullable Mark edited;
  private final @Nullable Mark pinned;
  private final List<Reaction> reactions;
  private final boolean expired;

  public MessageOutcome(
      @Nullable Mark recalled,
      int edits,
      @Nullable Mark edited,
      @Nullable Mark pinned,
      List<Reaction> reactions) {
    this(recalled, edits, edited, pinned, reactions, false);
  }

  private MessageOutcome(
      @Nullable Mark recalled,
      int edits,
      @Nullable Mark edited,
      @Nullable Mark pinned,
      List<Reaction> reactions,
      boolean expired) {
    this.recalled = recalled;
    this.edits = edits;
    this.edited = edited;
    this.pinned = pinned;
    this.reactions = Collections.unmodifiableList(new ArrayList<>(reactions));
    this.expired = expired;
  }

  /** Who took the message back; then there is nothing else, and no content. */
  public @Nullable Mark recalled() {
    return recalled;
  }

  /** Whether its time is over; then there is nothing else, and no content. */
  public boolean expired() {
    return expired;
  }

  /** Whether it has no content any more. */
  public boolean gone() {
    return expired || recalled != null;
  }

  /** How often the message was edited; its content is what the last edit made it. */
  public int edits() {
    return edits;
  }

  /** The newest edit. */
  public @Nullable Mark edited() {
    return edited;
  }

  public @Nullable Mark pinned() {
    return pinned;
  }

  /** In the order of their first use. */
  public List<Reaction> reactions() {
    return reactions;
  }

  /**
   * What comes of this when {@code by} does one thing more. The server does the same.
   *
   * @param by the entry, its time, and its sender
   * @param me whether that is the client's user
   */
  public MessageOutcome after(Operation operation, Mark by, boolean me) {
    // A recall that is heard of late was before the end.
    if (recalled != null || (expired && operation.kind() != Operation.Kind.RECALL)) {
      return this;
    }
    switch (operation.kind()) {
      case RECALL:
        return new MessageOutcome(by, 0, null, null, Collections.emptyList());
      case EDIT:
        return new MessageOutcome(null, edits + 1, by, pinned, reactions);
      case REACT:
        return reacting(with(operation.emoji(), by.user(), me));
      case UNREACT:
        return reacting(without(operation.emoji(), by.user(), me));
      case PIN:
        return new MessageOutcome(null, edits, edited, by, reactions);
      case UNPIN:
        return new MessageOutcome(null, edits, edited, null, reactions);
      default:
        return this;
    }
  }

  private MessageOutcome reacting(List<Reaction> others) {
    return new MessageOutcome(null, edits, edited, pinned, others);
  }

  private List<Reaction> with(String emoji, String user, boolean me) {
    List<Reaction> changed = new ArrayList<>(reactions);
    int index = indexOf(emoji);
    if (index < 0) {
      changed.add(new Reaction(emoji, 1, Collections.singletonList(user), me));
    } else {
      changed.set(index, changed.get(index).with(user, me));
    }
    return changed;
  }

  private List<Reaction> without(String emoji, String user, boolean me) {
    List<Reaction> changed = new ArrayList<>(reactions);
    int index = indexOf(emoji);
    if (index >= 0) {
      Reaction fewer = changed.get(index).without(user, me);
      if (fewer.count() > 0) {
        changed.set(index, fewer);
      } else {
        changed.remove(index);
      }
    }
    return changed;
  }

  private int indexOf(String emoji) {
    for (int i = 0; i < reactions.size(); i++) {
      if (reactions.get(i).emoji().equals(emoji)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof MessageOutcome)) {
      return false;
    }
    MessageOutcome outcome = (MessageOutcome) other;
    return Objects.equals(recalled, outcome.recalled)
        && edits == outcome.edits
        && Objects.equals(edited, outcome.edited)
        && Objects.equals(pinned, outcome.pinned)
        && reactions.equals(outcome.reactions)
        && expired == outcome.expired;
  }

  @Override
  public int hashCode() {
    return edits * 31 + reactions.hashCode();
  }

  @Override
  public String toString() {
    return (expired ? "expired " : "")
        + "recalled "
        + recalled
        + " edits "
        + edits
        + " pinned "
        + pinned
        + " "
        + reactions;
  }
}
