package dev.ferry.server.delivery;

import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.SessionEnd;
import dev.ferry.server.model.UserId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Knows which sessions live, whichever node holds them. */
public interface SessionTable {

  /** The session's end, if it is over and the bus should have told; fails when Redis is away. */
  CompletionStage<Optional<SessionEnd>> endOf(UserId user, DeviceId device, long stamp);
}
