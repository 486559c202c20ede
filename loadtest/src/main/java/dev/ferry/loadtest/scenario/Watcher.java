package dev.ferry.loadtest.scenario;

import dev.ferry.client.ClientState;
import dev.ferry.client.presence.Presences;
import dev.ferry.client.presence.UserPresence;
import dev.ferry.loadtest.crowd.Crowd;
import dev.ferry.loadtest.crowd.Phone;
import dev.ferry.loadtest.crowd.PhoneListener;
import dev.ferry.loadtest.crowd.PhoneOptions;
import dev.ferry.loadtest.figure.Timing;
import dev.ferry.loadtest.ledger.Device;
import dev.ferry.loadtest.ledger.PresenceView;
import java.util.List;
import java.util.Map;

/** Somebody who watches others. Told on its phone's loop. */
final class Watcher implements PhoneListener {
  /** As many as a server lets a session watch. */
  static final int WATCHED_MAX = Presences.WATCHED_MAX;

  private final Stage stage;
  private final Phone phone;
  private final Device device;
  private final PresenceView view;

  /** Those that it may be told of, by user. */
  private final Map<String, Comer> comers;

  /** On the phone's loop. */
  private boolean online;

  Watcher(Stage stage, Crowd crowd, PhoneOptions options, Map<String, Comer> comers) {
    this.stage = stage;
    this.comers = comers;
    this.device = stage.ledger().device(options.user(), options.device());
    this.view = stage.ledger().presences().watcher(device);
    this.phone = crowd.phone(options, this);
  }

  /** Comes online and watches them. */
  void watch(List<String> users) {
    view.watch(users);
    phone.start();
    phone.watch(users);
  }

  /** Whether it knows of everybody. */
  boolean isReady() {
    return view.isComplete();
  }

  @Override
  public void onState(Phone of, ClientState state) {
    if (online != (state == ClientState.ONLINE)) {
      online = !online;
      stage.meters().sessions.add(online ? 1 : -1);
      device.at(stage.nodeAt(of.server()));
    }
  }

  @Override
  public void onPresence(Phone of, List<UserPresence> news) {
    long now = System.nanoTime();
    for (UserPresence each : news) {
      stage.meters().presenceTold.increment();
      Comer comer = comers.get(each.user());
      if (view.told(each.user(), each.isOnline()) && comer != null) {
        long changedAt = comer.changedAt();
        if (stage.meters().counts(changedAt)) {
          Timing timing = each.isOnline() ? stage.meters().online : stage.meters().offline;
          timing.record(changedAt, changedAt, now);
        }
      }
    }
  }
}
