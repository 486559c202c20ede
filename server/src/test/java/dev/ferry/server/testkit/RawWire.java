package dev.ferry.server.testkit;

/** What {@link RawClient} speaks over; what it hears goes to a {@link RawInbox}. */
interface RawWire extends AutoCloseable {

  /** Sends the bytes with this transport's framing. */
  void sendFrame(byte[] frame);

  /** Sends the bytes with as little framing as this transport allows. */
  void sendBytes(byte[] bytes);

  /** Sends a part of a message, where messages have parts. */
  void sendPart(byte[] bytes, boolean last);

  /** Sends a text message, where there is such a thing. */
  void sendText(String text);

  @Override
  void close();
}
