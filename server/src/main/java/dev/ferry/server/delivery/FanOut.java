package dev.ferry.server.delivery;

import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.UserId;
import dev.ferry.server.session.Session;
import dev.ferry.server.session.SessionRegistry;
import java.util.List;

/**
 * Brings published entries to this node's sessions of a user, all but the one that sent it: that
 * one has the ack. Stateless; called on the bus's thread, from where each session's push hops to
 * its loop.
 */
public final class FanOut implements BusListener {
  private final SessionRegistry sessions;
  private final PushEncoder encoder;
  private final Resync resync;

  public FanOut(SessionRegistry sessions, PushEncoder encoder, Resync resync) {
    this.sessions = sessions;
    this.encoder = encoder;
    this.resync = resync;
  }

  @Override
  public void entry(UserId user, LogEntry entry) {
    List<Session> receivers = sessions.of(user);
    if (receivers.isEmpty()) {
      return;
    }
    byte[] frame = encoder.encode(entry);
    for (Session receiver : receivers) {
      receiver.deliver(entry, frame);
    }
  }

  @Override
  public void interrupted() {
    resync.start();
  }
}
