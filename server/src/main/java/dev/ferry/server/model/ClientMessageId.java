package dev.ferry.server.model;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** The idempotency key that a device made before the first try: 16 bytes. */
public record ClientMessageId(long high, long low) {
  /** Length of the wire's and the store's form. */
  public static final int BYTES = 16;

  /**
   * @throws InvalidValueException when {@code bytes} is not 16 long
   */
  public static ClientMessageId of(byte[] bytes) {
    return of("client_message_id", bytes);
  }

  /**
   * @param field where the bytes come from, for the message of the exception
   * @throws InvalidValueException when {@code bytes} is not 16 long
   */
  public static ClientMessageId of(String field, byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new InvalidValueException(field, bytes.length + " bytes", BYTES + " bytes");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new ClientMessageId(buffer.getLong(), buffer.getLong());
  }

  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes());
  }
}
