package dev.ferry.client;

import dev.ferry.client.message.MessageRef;
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
  private final long ttlMs;

  private Draft(
      MessageContent content,
      @Nullable MessageRef replyTo,
      Collection<String> mentions,
      boolean mentionAll,
      long ttlMs) {
    this.content = content;
    this.replyTo = replyTo;
    this.mentions = Collections.unmodifiableList(new ArrayList<>(mentions));
    this.mentionAll = mentionAll;
    this.ttlMs = ttlMs;
  }

  /** A message that refers to nothing yet. */
  public static Draft of(MessageContent content) {
    return new Draft(content, null, Collections.emptyList(), false, 0);
  }

  /** An answer to a message of the same conversation. */
  public Draft replyTo(MessageRef message) {
    return new Draft(content, message, mentions, mentionAll, ttlMs);
  }

  /** Asks for the attention of these users, at most 50. */
  public Draft mention(String... users) {
    return new Draft(content, replyTo, Arrays.asList(users), mentionAll, ttlMs);
  }

  /** Asks for the attention of all members of the group; for its owner and admins. */
  public Draft mentionAll() {
    return new Draft(content, replyTo, mentions, true, ttlMs);
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
    return new Draft(content, replyTo, mentions, mentionAll, life.toMillis());
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

  /** How long the message lives, in milliseconds; 0 for good. */
  public long ttlMs() {
    return ttlMs;
  }
}
