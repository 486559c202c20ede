package dev.ferry.server.presence;

import dev.ferry.server.delivery.BusListener;
import dev.ferry.server.delivery.Topic;
import dev.ferry.server.model.Hint;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.PrivacyChange;
import dev.ferry.server.model.UserState;

/** Hears of the bus what concerns presence, and hands everything else on. Stateless. */
public final class PresenceListener implements BusListener {
  private final BusListener others;
  private final Watching watching;

  public PresenceListener(BusListener others, Watching watching) {
    this.others = others;
    this.watching = watching;
  }

  @Override
  public void entry(Topic topic, LogEntry entry) {
    if (entry.place().seq() == 1 && !entry.conversation().isGroup()) {
      watching.begun(entry.conversation());
    }
    others.entry(topic, entry);
  }

  @Override
  public void hint(Topic topic, Hint hint) {
    if (hint instanceof UserState state) {
      watching.heard(state);
    } else if (topic instanceof Topic.OfPresence && hint instanceof PrivacyChange change) {
      watching.privacy(change);
    } else {
      others.hint(topic, hint);
    }
  }

  @Override
  public void interrupted() {
    watching.interrupted();
    others.interrupted();
  }
}
