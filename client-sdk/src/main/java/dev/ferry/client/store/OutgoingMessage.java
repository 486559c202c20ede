package dev.ferry.client.store;

import java.util.UUID;

/** A message, or an operation on one, that the server has not acked yet, as the outbox keeps it. */
public final class OutgoingMessage {
  private final UUID id;
  private final String conversation;
  private final byte[] content;

  /**
   * @param id the client message id
   * @param content the encoded {@code SendMessage} of the wire without conversation and ids; not
   *     copied, never changed
   */
  public OutgoingMessage(UUID id, String conversation, byte[] content) {
    this.id = id;
    this.conversation = conversation;
    this.content = content;
  }

  /** The client message id: made before the first try, the key by which a resend is recognised. */
  public UUID id() {
    return id;
  }

  public String conversation() {
    return conversation;
  }

  /**
   * The encoded {@code SendMessage} of the wire without conversation and ids; the array itself, not
   * to be changed.
   */
  public byte[] content() {
    return content;
  }
}
