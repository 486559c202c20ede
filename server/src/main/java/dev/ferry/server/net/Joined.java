package dev.ferry.server.net;

import dev.ferry.server.session.Burst;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * The frames of a {@link Burst} in one buffer, framed as the transport needs it. Every connection
 * gets a view of the same bytes; the memory goes when the last has been written and the burst is
 * over.
 */
record Joined(ByteBuf bytes) implements Burst.Form {
  static final int HEADER_BYTES_MAX = 10;

  private static final int FINAL_BINARY = 0x82;
  private static final int SHORT_LENGTH_MAX = 125;
  private static final int TWO_BYTE_LENGTH = 126;
  private static final int EIGHT_BYTE_LENGTH = 127;

  static Joined of(ByteBufAllocator allocator, Burst.Framing framing, Burst burst) {
    int size = 0;
    for (byte[] frame : burst.frames()) {
      size += HEADER_BYTES_MAX + frame.length;
    }
    ByteBuf joined = allocator.ioBuffer(size);
    for (byte[] frame : burst.frames()) {
      if (framing == Burst.Framing.TCP) {
        writeTcp(joined, frame);
      } else {
        writeWebSocket(joined, frame);
      }
    }
    return new Joined(joined);
  }

  /** A view for one connection, which releases it when it is written. */
  ByteBuf share() {
    return bytes.retainedDuplicate();
  }

  @Override
  public void release() {
    bytes.release();
  }

  /** A varint length, then the bytes. */
  static void writeTcp(ByteBuf to, byte[] frame) {
    int rest = frame.length;
    while (rest > 0x7f) {
      to.writeByte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    to.writeByte(rest).writeBytes(frame);
  }

  /** One final binary frame, not masked, as a server sends it (RFC 6455, 5.2). */
  private static void writeWebSocket(ByteBuf to, byte[] frame) {
    to.writeByte(FINAL_BINARY);
    if (frame.length <= SHORT_LENGTH_MAX) {
      to.writeByte(frame.length);
    } else if (frame.length < 1 << 16) {
      to.writeByte(TWO_BYTE_LENGTH).writeShort(frame.length);
    } else {
      to.writeByte(EIGHT_BYTE_LENGTH).writeLong(frame.length);
    }
    to.writeBytes(frame);
  }
}
