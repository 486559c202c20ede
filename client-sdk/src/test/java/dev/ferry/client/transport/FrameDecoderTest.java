package dev.ferry.client.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
  private final List<byte[]> frames = new ArrayList<>();

  private static byte[] frame(int length) {
    byte[] frame = new byte[length];
    for (int i = 0; i < length; i++) {
      frame[i] = (byte) (i * 31 + length);
    }
    return frame;
  }

  private static byte[] stream(int... lengths) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int length : lengths) {
      out.writeBytes(FrameDecoder.prefix(length));
      out.writeBytes(frame(length));
    }
    return out.toByteArray();
  }

  private void expect(int... lengths) {
    assertEquals(lengths.length, frames.size());
    for (int i = 0; i < lengths.length; i++) {
      assertArrayEquals(frame(lengths[i]), frames.get(i));
    }
    frames.clear();
  }

  @Test
  void framesSurviveACutAtEveryByte() throws IOException {
    int[] lengths = {0, 1, 127, 128, 300, 0};
    byte[] stream = stream(lengths);
    for (int cut = 0; cut <= stream.length; cut++) {
      FrameDecoder decoder = new FrameDecoder(1_000, frames::add);
      decoder.feed(stream, 0, cut);
      decoder.feed(stream, cut, stream.length - cut);
      expect(lengths);
    }
  }

  @Test
  void framesSurviveByteByByte() throws IOException {
    FrameDecoder decoder = new FrameDecoder(20_000, frames::add);
    byte[] stream = stream(16_384, 5);
    for (int i = 0; i < stream.length; i++) {
      decoder.feed(stream, i, 1);
    }
    expect(16_384, 5);
  }

  @Test
  void frameOfTheLimitPassesAndOneByteMoreDoesNot() throws IOException {
    new FrameDecoder(500, frames::add).feed(stream(500), 0, 502);
    expect(500);
    assertThrows(
        IOException.class, () -> new FrameDecoder(500, frames::add).feed(stream(501), 0, 2));
  }

  @Test
  void oversizeIsRefusedFromItsLengthAlone() {
    byte[] huge = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x07};
    FrameDecoder decoder = new FrameDecoder(Transport.FRAME_BYTES_MAX, frames::add);
    assertThrows(IOException.class, () -> decoder.feed(huge, 0, huge.length));
    assertTrue(frames.isEmpty());
  }

  @Test
  void lengthThatNeverEndsIsRefused() {
    byte[] endless = {
      (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x01
    };
    FrameDecoder decoder = new FrameDecoder(100, frames::add);
    assertThrows(IOException.class, () -> decoder.feed(endless, 0, endless.length));
  }
}
