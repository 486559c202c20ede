package dev.ferry.loadtest.scenario;

import dev.ferry.client.ClientState;
import dev.ferry.client.FerryException;
import dev.ferry.client.core.PresenceQuestions;
import dev.ferry.client.presence.Visibility;
import dev.ferry.loadtest.crowd.Crowd;
import dev.ferry.loadtest.crowd.Phone;
import dev.ferry.loadtest.crowd.PhoneListener;
import dev.ferry.loadtest.crowd.PhoneOptions;
import dev.ferry.loadtest.ledger.PresenceBook;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Somebody who comes and goes: each time with a new phone, for one that was ended does not begin
 * again. The workload's thread and the loop of the phone that is there use it.
 */
final class Comer implements PhoneListener {
  private final Stage stage;
  private final Crowd crowd;
  private final PhoneOptions options;
  private final PresenceBook.Presence presence;

  /** The one that is there, or was last; written by who comes. */
  private volatile Phone phone;

  /** Written by whoever begins or ends an absence. */
  private volatile boolean busy;

  /** Whether it has a session, as far as it knows; on the loop of the phone that is there. */
  private volatile boolean there;

  /** When its session came, or went, last; a {@link System#nanoTime}. */
  private volatile long changedAt;

  Comer(Stage stage, Crowd crowd, PhoneOptions options) {
    this.stage = stage;
    this.crowd = crowd;
    this.options = options;
    this.presence = stage.ledger().presences().user(options.user());
    this.phone = crowd.phone(options, this);
  }

  String user() {
    return options.user();
  }

  long changedAt() {
    return changedAt;
  }

  boolean isOnline() {
    return phone.state() == ClientState.ONLINE;
  }

  /** Whether it is on its way, or away for now. */
  boolean isBusy() {
    return busy;
  }

  void dial() {
    phone.start();
  }

  /** Everybody may see it; done when the server knows. */
  CompletableFuture<?> showItself() {
    return phone.ask(PresenceQuestions.visibleTo(Visibility.EVERYONE));
  }

  /** Goes, and stays away. */
  void go() {
    busy = true;
    phone.execute(this::went);
    phone.stop();
  }

  private void went() {
    if (there) {
      there = false;
      changedAt = System.nanoTime();
      presence.went();
      stage.meters().sessions.decrement();
    }
  }

  /** Goes, and comes back after so long. */
  void goFor(Duration absence) {
    Phone old = phone;
    stage.pending().begin();
    go();
    old.executeIn(absence, this::comeBack);
  }

  private void comeBack() {
    phone = crowd.phone(options, this);
    phone.start();
  }

  @Override
  public void onState(Phone of, ClientState state) {
    if (of != phone || state != ClientState.ONLINE) {
      return;
    }
    if (!there) {
      there = true;
      changedAt = System.nanoTime();
      presence.came();
      stage.meters().sessions.increment();
    }
    if (busy) {
      busy = false;
      stage.pending().end();
    }
  }

  @Override
  public void onDisconnected(Phone of, FerryException reason, boolean terminal) {
    if (reason.kind() != FerryException.Kind.CLOSED) {
      stage.meters().disconnects.increment();
      if (of == phone) {
        went();
      }
      if (terminal) {
        stage.failed(user() + " was refused for good: " + reason.getMessage());
      }
    }
  }
}
