package dev.ferry.server.model;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a conversation's log.
 *
 * @param session stamp of the session that sent it
 * @param change what it tells of its group, if anything
 * @param operation what it does to a message, if anything; the content is what an edit says
 */
public record LogEntry(
    ConversationId conversation,
    Accepted place,
    UserId sender,
    DeviceId device,
    long session,
    ClientMessageId id,
    Content content,
    @Nullable GroupChange change,
    References references,
    @Nullable Operation operation) {

  /** An entry that refers to no other. */
  public LogEntry(
      ConversationId conversation,
      Accepted place,
      UserId sender,
      DeviceId device,
      long session,
      ClientMessageId id,
      Content content,
      @Nullable GroupChange change) {
    this(conversation, place, sender, device, session, id, content, change, References.NONE, null);
  }

  /** The same entry, saying something else. */
  public LogEntry saying(Content other) {
    return new LogEntry(
        conversation, place, sender, device, session, id, other, change, references, operation);
  }

  /** The same entry, of which nobody is to know what it said, or whose words that were. */
  public LogEntry recalled() {
    return new LogEntry(
        conversation,
        place,
        sender,
        device,
        session,
        id,
        Content.RECALLED,
        change,
        references.withoutOrigin(),
        operation);
  }
}
