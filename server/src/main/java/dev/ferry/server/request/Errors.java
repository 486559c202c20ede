package dev.ferry.server.request;

import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one table of refusals: each reason's code and the client's duty, as docs/protocol.md gives
 * them.
 */
final class Errors {
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  private record Wire(ErrorCode code, Duty duty) {}

  private static final Map<Reason, Wire> TABLE = new EnumMap<>(Reason.class);

  static {
    TABLE.put(Reason.MALFORMED_FRAME, new Wire(ErrorCode.MALFORMED_FRAME, Duty.FIX));
    TABLE.put(Reason.FRAME_TOO_LARGE, new Wire(ErrorCode.FRAME_TOO_LARGE, Duty.FIX));
    TABLE.put(Reason.WRONG_PHASE, new Wire(ErrorCode.WRONG_PHASE, Duty.FIX));
    TABLE.put(Reason.UNSUPPORTED_VERSION, new Wire(ErrorCode.UNSUPPORTED_VERSION, Duty.GIVE_UP));
    TABLE.put(Reason.UNAUTHENTICATED, new Wire(ErrorCode.UNAUTHENTICATED, Duty.LOG_IN_AGAIN));
    TABLE.put(Reason.TOKEN_EXPIRED, new Wire(ErrorCode.TOKEN_EXPIRED, Duty.LOG_IN_AGAIN));
    TABLE.put(Reason.LOGIN_TIMEOUT, new Wire(ErrorCode.LOGIN_TIMEOUT, Duty.RETRY));
    TABLE.put(Reason.SESSION_REPLACED, new Wire(ErrorCode.SESSION_REPLACED, Duty.GIVE_UP));
    TABLE.put(Reason.IDLE_TIMEOUT, new Wire(ErrorCode.IDLE_TIMEOUT, Duty.RETRY));
    TABLE.put(Reason.UNSUPPORTED_REQUEST, new Wire(ErrorCode.UNSUPPORTED_REQUEST, Duty.FIX));
    TABLE.put(Reason.INVALID_ARGUMENT, new Wire(ErrorCode.INVALID_ARGUMENT, Duty.FIX));
    TABLE.put(Reason.CONTENT_TOO_LARGE, new Wire(ErrorCode.CONTENT_TOO_LARGE, Duty.FIX));
    TABLE.put(Reason.FORBIDDEN, new Wire(ErrorCode.FORBIDDEN, Duty.FIX));
    TABLE.put(Reason.OUT_OF_ORDER, new Wire(ErrorCode.OUT_OF_ORDER, Duty.RETRY));
    TABLE.put(Reason.RATE_LIMITED, new Wire(ErrorCode.RATE_LIMITED, Duty.RETRY));
    TABLE.put(Reason.UNAVAILABLE, new Wire(ErrorCode.UNAVAILABLE, Duty.RETRY));
    TABLE.put(Reason.INTERNAL, new Wire(ErrorCode.INTERNAL, Duty.RETRY));
    TABLE.put(Reason.MUTED, new Wire(ErrorCode.MUTED, Duty.FIX));
    TABLE.put(Reason.SLOW_MODE, new Wire(ErrorCode.SLOW_MODE, Duty.RETRY));
    TABLE.put(Reason.GROUP_FULL, new Wire(ErrorCode.GROUP_FULL, Duty.FIX));
    TABLE.put(Reason.ROLE_NOT_ALLOWED, new Wire(ErrorCode.ROLE_NOT_ALLOWED, Duty.FIX));
    TABLE.put(Reason.LINK_INVALID, new Wire(ErrorCode.LINK_INVALID, Duty.FIX));
    TABLE.put(Reason.ALREADY_EXISTS, new Wire(ErrorCode.ALREADY_EXISTS, Duty.FIX));
    TABLE.put(Reason.NO_SUCH_MEMBER, new Wire(ErrorCode.NO_SUCH_MEMBER, Duty.FIX));
    TABLE.put(Reason.TOO_MANY, new Wire(ErrorCode.TOO_MANY, Duty.FIX));
    TABLE.put(Reason.NO_SUCH_MESSAGE, new Wire(ErrorCode.NO_SUCH_MESSAGE, Duty.FIX));
    TABLE.put(Reason.MESSAGE_RECALLED, new Wire(ErrorCode.MESSAGE_RECALLED, Duty.FIX));
    TABLE.put(Reason.NOT_YOUR_MESSAGE, new Wire(ErrorCode.NOT_YOUR_MESSAGE, Duty.FIX));
    TABLE.put(Reason.TOO_LATE, new Wire(ErrorCode.TOO_LATE, Duty.FIX));
    TABLE.put(Reason.SESSION_LIMIT, new Wire(ErrorCode.SESSION_LIMIT, Duty.GIVE_UP));
    TABLE.put(Reason.LOGGED_OUT, new Wire(ErrorCode.LOGGED_OUT, Duty.GIVE_UP));
    TABLE.put(Reason.RESUME_REFUSED, new Wire(ErrorCode.RESUME_REFUSED, Duty.LOG_IN_AGAIN));
    TABLE.put(Reason.NO_SUCH_DEVICE, new Wire(ErrorCode.NO_SUCH_DEVICE, Duty.FIX));
    TABLE.put(Reason.NOT_ACCEPTED, new Wire(ErrorCode.NOT_ACCEPTED, Duty.FIX));
    TABLE.put(Reason.BLOCKED_BY_YOU, new Wire(ErrorCode.BLOCKED_BY_YOU, Duty.FIX));
  }

  private Errors() {}

  /**
   * The frame that tells of a refusal.
   *
   * @param requestId the call's, or 0 when it is not about one call
   */
  static byte[] frame(long requestId, RefusedException refusal) {
    Wire wire = wire(refusal.reason());
    return ServerFrame.newBuilder()
        .setRequestId(requestId)
        .setError(
            Error.newBuilder()
                .setCode(wire.code())
                .setDuty(wire.duty())
                .setMessage(String.valueOf(refusal.getMessage()))
                .setValue(refusal.value())
                .setRetryAfterMs((int) refusal.retryAfter().toMillis()))
        .build()
        .toByteArray();
  }

  /**
   * What the client is told of a failure; one that is not foreseen is logged and told without its
   * details.
   */
  static RefusedException refusal(Throwable failure) {
    Throwable cause = RefusedException.causeOf(failure);
    if (cause instanceof RefusedException refused) {
      return refused;
    }
    if (cause instanceof InvalidValueException invalid) {
      return RefusedException.of(invalid);
    }
    LOG.error("a request failed in a way that is not foreseen", cause);
    return new RefusedException(Reason.INTERNAL, "a defect of the server");
  }

  private static Wire wire(Reason reason) {
    Wire wire = TABLE.get(reason);
    if (wire == null) {
      throw new IllegalStateException("no code for " + reason);
    }
    return wire;
  }
}
