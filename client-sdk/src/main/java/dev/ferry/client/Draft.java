package dev.ferry.client;

import dev.ferry.client.message.MessageRef;
import dev.ferry.client.message.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message to be sent, and what it refers to. Immutable; each method gives another draft. */
public final class Draft {
  private final MessageContent content;
  private final @Nullable MessageRef replyTo;
  private final List<String> mentions;
  private final boolean mentionAll;
  private final @Nullable Origin origin;
  private final long ttlMs;

  private Draft(
      MessageContent content,
      @Nullable MessageRef replyTo,
      Collection<String> mentions,
      boolean mentionAll,
      @Nullable Origin origin,
      long ttlMs) {
    this.content = content;
    this.replyTo = replyTo;
    this.mentions = Collections.unmodifiableList(new ArrayList<>(mentions));
    this.mentionAll = mentionAll;
    this.origin = origin;
    this.ttlMs = ttlMs;
  }

  /** A message that refers to nothing yet. */
  public static Draft of(MessageContent content) {
    return new Draft(content, null, Collections.emptyList(), false, null, 0);
  }

  /**
   * A copy of a message, as it is by now, that says where it comes from: of a copy of a copy, the
   * first message. It refers to nothing, whatever the first one did.
   *
   * @throws IllegalArgumentException when the message was recalled or has expired, or the entry is
   *     an operation or a change of a group
   */
  public static Draft forward(ReceivedMessage message) {
    MessageContent content = message.content();
    MessageContent copy = MessageContent.of(content.type(), content.body(), content.text());
    return new Draft(copy, null, Collections.emptyList(), false, origin(message), 0);
  }

  /** Where a copy of {@code message} comes from, if there may be one. */
  static Origin origin(ReceivedMessage message) {
    if (message.operation() != null
        || message.change() != null
        || message.outcome().gone()
        || message.content().type().startsWith("ferry.")) {
      throw new IllegalArgumentException(
          "message: " + message + " (expected: one with content, neither recalled nor expired)");
    }
    Origin known = message.forwarded();
    return known == null ? new Origin(message.sender(), message.timeMs(), 1) : known.next();
  }

  /** An answer to a message of the same conversation. */
  public Draft replyTo(MessageRef message) {
    return new Draft(content, message, mentions, mentionAll, origin, ttlMs);
  }

  /** Asks for the attention of these users, at most 50. */
  public Draft mention(String... users) {
    return new Draft(content, replyTo, Arrays.asList(users), mentionAll, origin, ttlMs);
  }

  /** Asks for the attention of all members of the group; for its owner and admins. */
  public Draft mentionAll() {
    return new Draft(content, replyTo, mentions, true, origin, ttlMs);
  }

  /**
   * The message lives so long, from when the server's log has it: 1 second to 366 days. Then nobody
   * gets its content from the server any more, and apps hide it: {@link
   * ReceivedMessage#expiresAtMs}.
   */
  public Draft expiresAfter(Duration life) {
    if (life.toMillis() < 1) {
      throw new IllegalArgumentException("life: " + life + " (expected: 1 ms or more)");
    }
    return new Draft(content, replyTo, mentions, mentionAll, origin, life.toMillis());
  }

  public MessageContent content() {
    return content;
  }

  /** The message that it answers; null for none. */
  public @Nullable MessageRef replyTo() {
    return replyTo;
  }

  public List<String> mentions() {
    return mentions;
  }

  public boolean mentionsAll() {
    return mentionAll;
  }

  /** What it is a copy of; null when it is none. */
  public @Nullable Origin forwarded() {
    return origin;
  }

  /** How long the message lives, in milliseconds; 0 for good. */
  public long ttlMs() {
    return ttlMs;
  }
}
