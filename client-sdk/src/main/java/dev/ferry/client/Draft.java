package dev.ferry.client;

import dev.ferry.client.message.MessageRef;
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

  private Draft(
      MessageContent content,
      @Nullable MessageRef replyTo,
      Collection<String> mentions,
      boolean mentionAll) {
    this.content = content;
    this.replyTo = replyTo;
    this.mentions = Collections.unmodifiableList(new ArrayList<>(mentions));
    this.mentionAll = mentionAll;
  }

  /** A message that refers to nothing yet. */
  public static Draft of(MessageContent content) {
    return new Draft(content, null, Collections.emptyList(), false);
  }

  /** An answer to a message of the same conversation. */
  public Draft replyTo(MessageRef message) {
    return new Draft(content, message, mentions, mentionAll);
  }

  /** Asks for the attention of these users, at most 50. */
  public Draft mention(String... users) {
    return new Draft(content, replyTo, Arrays.asList(users), mentionAll);
  }

  /** Asks for the attention of all members of the group; for its owner and admins. */
  public Draft mentionAll() {
    return new Draft(content, replyTo, mentions, true);
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
}
