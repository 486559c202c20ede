package dev.ferry.server.net;

import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import org.jspecify.annotations.Nullable;

/** What a decoder's failure means to the client. */
final class Refusals {
  private Refusals() {}

  /**
   * @return null when it is no fault of the client's frames
   */
  static @Nullable RefusedException of(Throwable cause) {
    if (cause instanceof TooLongFrameException
        || (cause instanceof CorruptedWebSocketFrameException corrupted
            && corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG))) {
      return new RefusedException(Reason.FRAME_TOO_LARGE, "frame: over the limit of this phase");
    }
    if (cause instanceof CorruptedFrameException) {
      return new RefusedException(Reason.MALFORMED_FRAME, "frame: broken length or header");
    }
    return cause instanceof DecoderException && cause.getCause() != null
        ? of(cause.getCause())
        : null;
  }
}
