package dev.ferry.client;

/** Something that a user in one of the conversations signals at this moment. Immutable. */
public final class ReceivedSignal {
  /** The type that says that somebody is writing. */
  public static final String TYPING = "typing";

  /** For how long that holds, unless a message of the sender comes before. */
  public static final long TYPING_MS = 6_000;

  private final String conversation;
  private final String sender;
  private final String senderDevice;
  private final String type;
  private final byte[] body;

  public ReceivedSignal(
      String conversation, String sender, String senderDevice, String type, byte[] body) {
    this.conversation = conversation;
    this.sender = sender;
    this.senderDevice = senderDevice;
    this.type = type;
    this.body = body.clone();
  }

  public String conversation() {
    return conversation;
  }

  public String sender() {
    return sender;
  }

  public String senderDevice() {
    return senderDevice;
  }

  public String type() {
    return type;
  }

  /** A copy; up to 1 KiB. */
  public byte[] body() {
    return body.clone();
  }

  public boolean isTyping() {
    return type.equals(TYPING);
  }

  @Override
  public String toString() {
    return "ReceivedSignal[" + conversation + ", " + sender + ", " + type + "]";
  }
}
