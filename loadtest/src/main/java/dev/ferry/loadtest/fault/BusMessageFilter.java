package dev.ferry.loadtest.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Takes pub/sub messages out of what Redis says on one connection; everything else stays, byte for
 * byte. Holds back no more than the first bytes of a reply, until it is known whether that is a
 * message.
 *
 * <p>RESP3 marks messages as such. In RESP2 they look like any array of three, and are taken for
 * messages only on a connection that has subscribed. What is not Redis's protocol passes as it is.
 *
 * <p>Touched on the proxy's event loop only.
 */
final class BusMessageFilter {
  private enum Verdict {
    MESSAGE,
    RESP2_MESSAGE,
    RESP2_SUBSCRIBED,
    OTHER,
    UNDECIDED
  }

  private record Opening(byte[] bytes, Verdict verdict) {}

  private static final List<Opening> OPENINGS = openings();

  private final BooleanSupplier drops;
  private final RespFrame reply = new RespFrame();
  private ByteBuf held = Unpooled.EMPTY_BUFFER;
  private boolean subscribed;
  private boolean withinReply;
  private boolean dropping;

  /**
   * @param drops asked once for each message
   */
  BusMessageFilter(BooleanSupplier drops) {
    this.drops = drops;
  }

  private static List<Opening> openings() {
    List<Opening> openings = new ArrayList<>();
    for (String name : List.of("message", "smessage", "pmessage")) {
      int parts = name.equals("pmessage") ? 4 : 3;
      openings.add(opening('>', parts, name, Verdict.MESSAGE));
      openings.add(opening('*', parts, name, Verdict.RESP2_MESSAGE));
    }
    for (String name : List.of("subscribe", "ssubscribe", "psubscribe")) {
      openings.add(opening('*', 3, name, Verdict.RESP2_SUBSCRIBED));
    }
    return List.copyOf(openings);
  }

  private static Opening opening(char type, int parts, String name, Verdict verdict) {
    String text = "%c%d\r\n$%d\r\n%s\r\n".formatted(type, parts, name.length(), name);
    return new Opening(text.getBytes(US_ASCII), verdict);
  }

  /**
   * What may go on now.
   *
   * @param arrived becomes this filter's
   * @return the caller's; may be empty
   */
  ByteBuf pass(ByteBuf arrived) {
    ByteBuf bytes = held.isReadable() ? Unpooled.wrappedBuffer(held, arrived) : arrived;
    held = Unpooled.EMPTY_BUFFER;
    ByteBuf passed = bytes.alloc().buffer(bytes.readableBytes());
    try {
      sift(bytes, passed);
      return passed;
    } finally {
      bytes.release();
    }
  }

  /** What is held back when the connection ends; the caller's. */
  ByteBuf rest() {
    ByteBuf rest = held;
    held = Unpooled.EMPTY_BUFFER;
    return rest;
  }

  private void sift(ByteBuf bytes, ByteBuf passed) {
    int end = bytes.writerIndex();
    int at = bytes.readerIndex();
    while (at < end) {
      if (reply.malformed()) {
        passed.writeBytes(bytes, at, end - at);
        return;
      }
      if (!withinReply && !begin(bytes, at, end)) {
        held = bytes.copy(at, end - at);
        return;
      }
      int next = reply.take(bytes, at, end);
      if (!dropping) {
        passed.writeBytes(bytes, at, next - at);
      }
      at = next;
      withinReply = !reply.ended();
    }
  }

  /** Decides on the reply that begins there; false when there are too few bytes of it yet. */
  private boolean begin(ByteBuf bytes, int at, int end) {
    Verdict verdict = verdict(bytes, at, end);
    if (verdict == Verdict.UNDECIDED) {
      return false;
    }
    subscribed |= verdict == Verdict.RESP2_SUBSCRIBED;
    boolean message =
        verdict == Verdict.MESSAGE || (verdict == Verdict.RESP2_MESSAGE && subscribed);
    dropping = message && drops.getAsBoolean();
    withinReply = true;
    reply.begin();
    return true;
  }

  private static Verdict verdict(ByteBuf bytes, int at, int end) {
    for (Opening opening : OPENINGS) {
      int length = Math.min(opening.bytes().length, end - at);
      if (startsAlike(opening.bytes(), bytes, at, length)) {
        return length == opening.bytes().length ? opening.verdict() : Verdict.UNDECIDED;
      }
    }
    return Verdict.OTHER;
  }

  private static boolean startsAlike(byte[] opening, ByteBuf bytes, int at, int length) {
    for (int i = 0; i < length; i++) {
      if (opening[i] != bytes.getByte(at + i)) {
        return false;
      }
    }
    return true;
  }
}
