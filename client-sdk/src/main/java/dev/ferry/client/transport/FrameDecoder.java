package dev.ferry.client.transport;

import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a byte stream into frames: a protobuf varint length, then that many bytes. The limit is
 * checked before a buffer is made. Not safe for use from several threads.
 */
final class FrameDecoder {
  private static final int LENGTH_BITS_MAX = 35;

  private final int frameBytesMax;
  private final Consumer<byte[]> frames;
  private long length;
  private int lengthBits;
  private byte @Nullable [] frame;
  private int filled;

  FrameDecoder(int frameBytesMax, Consumer<byte[]> frames) {
    this.frameBytesMax = frameBytesMax;
    this.frames = frames;
  }

  /**
   * Takes the next bytes of the stream, however they were cut.
   *
   * @throws IOException when a length is no varint or over the limit; the stream is lost then
   */
  void feed(byte[] bytes, int from, int count) throws IOException {
    int at = from;
    int end = from + count;
    while (at < end) {
      byte[] open = frame;
      if (open == null) {
        readLength(bytes[at++]);
      } else {
        int taken = Math.min(end - at, open.length - filled);
        System.arraycopy(bytes, at, open, filled, taken);
        at += taken;
        filled += taken;
      }
      emitWhenFull();
    }
  }

  private void readLength(byte next) throws IOException {
    length |= (next & 0x7FL) << lengthBits;
    lengthBits += 7;
    if (length > frameBytesMax) {
      throw new IOException("frame bytes: " + length + " (expected: <= " + frameBytesMax + ")");
    }
    if ((next & 0x80) == 0) {
      frame = new byte[(int) length];
      filled = 0;
      length = 0;
      lengthBits = 0;
    } else if (lengthBits >= LENGTH_BITS_MAX) {
      throw new IOException("frame length: not a varint of 32 bits");
    }
  }

  private void emitWhenFull() {
    byte[] full = frame;
    if (full != null && filled == full.length) {
      frame = null;
      frames.accept(full);
    }
  }

  /** The varint length that goes before a frame of {@code frameBytes} bytes. */
  static byte[] prefix(int frameBytes) {
    byte[] buffer = new byte[5];
    int size = 0;
    int rest = frameBytes;
    while ((rest & ~0x7F) != 0) {
      buffer[size++] = (byte) (rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
    byte[] prefix = new byte[size];
    System.arraycopy(buffer, 0, prefix, 0, size);
    return prefix;
  }
}
