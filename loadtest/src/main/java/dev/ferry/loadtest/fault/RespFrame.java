package dev.ferry.loadtest.fault;

import io.netty.buffer.ByteBuf;

/**
 * Finds where one reply of Redis ends (RESP2 and RESP3), however its bytes arrive. Keeps no bytes
 * and needs no memory for nesting: it only counts the values that are still to come.
 */
final class RespFrame {
  private static final long LENGTH_MAX = 1L << 40;

  private long valuesToCome = 1;

  /** Of a string whose length was told, its line end included. */
  private long contentToCome;

  /** Of the line that is being read; 0 between lines. */
  private byte type;

  private long length;
  private boolean negative;
  private boolean malformed;

  /** To the begin of another reply. */
  void begin() {
    valuesToCome = 1;
  }

  boolean ended() {
    return valuesToCome == 0;
  }

  /** What arrived is not of Redis's protocol, so nothing more can be said about it. */
  boolean malformed() {
    return malformed;
  }

  /**
   * Goes on to the reply's end, or as far as there are bytes.
   *
   * @return the index of the first byte that is not of this reply
   */
  int take(ByteBuf bytes, int from, int to) {
    int at = from;
    while (at < to && !ended() && !malformed) {
      if (contentToCome > 0) {
        long taken = Math.min(contentToCome, to - at);
        at += (int) taken;
        contentToCome -= taken;
        if (contentToCome == 0) {
          valuesToCome--;
        }
      } else {
        take(bytes.getByte(at++));
      }
    }
    return at;
  }

  private void take(byte next) {
    if (type == 0) {
      type = next;
      length = 0;
      negative = false;
      malformed = "+-:_#,($=!*~>%|".indexOf(next) < 0;
    } else if (next == '\n') {
      endLine();
      type = 0;
    } else if (next != '\r' && hasLength()) {
      takeDigit(next);
    }
  }

  private boolean hasLength() {
    return "$=!*~>%|".indexOf(type) >= 0;
  }

  private void takeDigit(byte next) {
    if (next == '-') {
      negative = true;
    } else if (next >= '0' && next <= '9' && length < LENGTH_MAX) {
      length = length * 10 + next - '0';
    } else {
      malformed = true;
    }
  }

  private void endLine() {
    if (negative) {
      valuesToCome--; // RESP2's null
      return;
    }
    switch (type) {
      case '$', '=', '!' -> contentToCome = length + 2;
      case '*', '~', '>' -> valuesToCome += length - 1;
      case '%' -> valuesToCome += 2 * length - 1;
      // An attribute comes before a value and is none itself.
      case '|' -> valuesToCome += 2 * length;
      default -> valuesToCome--;
    }
  }
}
