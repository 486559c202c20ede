package dev.ferry.server.delivery;

import dev.ferry.server.model.GroupChange;
import dev.ferry.server.model.Hint;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.PrivacyChange;
import dev.ferry.server.model.SessionEnd;
import dev.ferry.server.model.Signal;
import dev.ferry.server.model.UserId;
import dev.ferry.server.session.Session;
import dev.ferry.server.session.SessionRegistry;
import java.util.List;

/**
 * Brings published entries to this node's sessions. Called on the bus's thread, from where each
 * push hops to its loop. Of a direct conversation every session of the user gets the entry but the
 * one that sent it: that one has the ack. Stateless.
 */
public final class FanOut implements BusListener {
  private final SessionRegistry sessions;
  private final Rosters rosters;
  private final PushEncoder encoder;
  private final Resync resync;

  public FanOut(SessionRegistry sessions, Rosters rosters, PushEncoder encoder, Resync resync) {
    this.sessions = sessions;
    this.rosters = rosters;
    this.encoder = encoder;
    this.resync = resync;
  }

  @Override
  public void entry(Topic topic, LogEntry entry) {
    if (topic instanceof Topic.OfUser of) {
      entryOf(of.user(), entry);
    } else {
      rosters.entry(entry);
    }
  }

  private void entryOf(UserId user, LogEntry entry) {
    GroupChange change = entry.change();
    if (change != null) {
      if (change.kind().admits()) {
        rosters.admitted(user, entry.conversation());
      }
      return;
    }
    List<Session> receivers = sessions.of(user);
    if (!receivers.isEmpty()) {
      byte[] frame = encoder.entry(entry);
      receivers.forEach(receiver -> receiver.deliver(entry, frame));
    }
  }

  @Override
  public void hint(Topic topic, Hint hint) {
    if (topic instanceof Topic.OfUser of) {
      hintOf(of.user(), hint);
    } else if (hint instanceof Hint.ReceiptsChanged changed) {
      rosters.hint(changed);
    } else if (hint instanceof Signal signal) {
      rosters.signal(signal);
    }
  }

  private void hintOf(UserId user, Hint hint) {
    List<Session> receivers = sessions.of(user);
    if (receivers.isEmpty()) {
      return;
    }
    if (hint instanceof Hint.CursorMoved moved) {
      byte[] frame = encoder.hint(moved);
      receivers.forEach(receiver -> receiver.deliver(moved, frame));
    } else if (hint instanceof Hint.SettingsChanged changed) {
      byte[] frame = encoder.hint(changed);
      receivers.forEach(receiver -> receiver.deliver(changed, frame));
    } else if (hint instanceof Signal signal) {
      byte[] frame = encoder.hint(signal);
      receivers.forEach(receiver -> receiver.deliver(signal, frame));
    } else if (hint instanceof PrivacyChange change) {
      byte[] frame = encoder.hint(change);
      receivers.forEach(receiver -> receiver.deliver(change, frame));
    } else if (hint instanceof SessionEnd end) {
      byte[] frame = encoder.sessionEnd(end);
      receivers.stream()
          .filter(receiver -> end.concerns(receiver.device()))
          .forEach(receiver -> receiver.end(end, frame));
    }
  }

  @Override
  public void interrupted() {
    resync.start();
  }
}
