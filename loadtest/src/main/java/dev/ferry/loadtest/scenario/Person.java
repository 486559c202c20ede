package dev.ferry.loadtest.scenario;

import dev.ferry.client.ClientState;
import dev.ferry.client.ConversationCursor;
import dev.ferry.client.FerryException;
import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.ReceivedSignal;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.core.OutgoingForm;
import dev.ferry.client.core.Question;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.message.MessageRef;
import dev.ferry.client.message.Operation;
import dev.ferry.loadtest.crowd.Crowd;
import dev.ferry.loadtest.crowd.Phone;
import dev.ferry.loadtest.crowd.PhoneListener;
import dev.ferry.loadtest.crowd.PhoneOptions;
import dev.ferry.loadtest.ledger.Conversation;
import dev.ferry.loadtest.ledger.Deed;
import dev.ferry.loadtest.ledger.Device;
import dev.ferry.loadtest.ledger.Seat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A user with one phone, and what is measured there. Sends from any thread; is told what happens on
 * the phone's loop.
 */
final class Person implements PhoneListener {
  private final Stage stage;
  private final Phone phone;
  private final Device device;

  /** By conversation; only those in which the ledger keeps account. */
  private final Map<String, Seat> seats = new ConcurrentHashMap<>();

  /** On the phone's loop; null for who does not read. Set before the phone is started. */
  private volatile @Nullable Reading reading;

  /** When it was meant to come online, a {@link System#nanoTime}; 0 when nobody asks. */
  private volatile long dialledAt;

  /** When its connection was broken; 0 when it was not, or it is back. */
  private volatile long cutAt;

  /** Written on the phone's loop. */
  private volatile int shown;

  /** On the phone's loop. */
  private boolean online;

  Person(Stage stage, Crowd crowd, PhoneOptions options) {
    this.stage = stage;
    this.device = stage.ledger().device(options.user(), options.device());
    this.phone = crowd.phone(options, this);
  }

  String user() {
    return phone.options().user();
  }

  boolean isOnline() {
    return phone.state() == ClientState.ONLINE;
  }

  /** Online, and not with the connection that was cut. */
  boolean isBack() {
    return isOnline() && cutAt == 0;
  }

  boolean isClosed() {
    return phone.state() == ClientState.CLOSED;
  }

  /** From now on the ledger keeps account of what this phone sends and is shown there. */
  void follow(Conversation conversation) {
    Seat seat = stage.ledger().seat(device, conversation);
    seats.put(conversation.id(), seat);
    if (stage.mayWatchOutcomes()) {
      seat.watchOutcomes();
    }
  }

  /** Everything that is shown where the ledger keeps account is read that much later. */
  void readsAfter(Duration after) {
    reading = new Reading(stage, phone, after);
  }

  Device device() {
    return device;
  }

  Seat seat(String conversation) {
    return Objects.requireNonNull(seats.get(conversation), conversation);
  }

  List<Conversation> conversations() {
    return seats.values().stream().map(Seat::conversation).toList();
  }

  /** Whether it is connected, and the ledger knows of an entry somewhere. */
  boolean hasSomethingToSee() {
    return isOnline() && seats.values().stream().anyMatch(seat -> seat.conversation().hasEntries());
  }

  /** Begins to connect. */
  void dial() {
    dialledAt = System.nanoTime();
    phone.start();
  }

  void hangUp() {
    phone.stop();
  }

  /** Breaks its connection; what it takes to come back counts as a reconnect. */
  void cut() {
    cutAt = System.nanoTime();
    phone.cut();
  }

  /** Whether its socket is read. */
  void read(boolean wanted) {
    phone.read(wanted);
  }

  /** Messages of the run that it was shown so far. */
  int shown() {
    return shown;
  }

  /** A change of a group that the ledger follows: everybody must get it before the run ends. */
  CompletableFuture<GroupReceipt> change(Question<GroupReceipt> question) {
    return stage.changes().follow(phone.ask(question));
  }

  <T> CompletableFuture<T> ask(Question<T> question) {
    return phone.ask(question);
  }

  /** Sends a message that was meant to be sent at that moment. */
  void say(String conversation, long meantAt) {
    say(conversation, meantAt, 0);
  }

  /** Sends a message now, another one when it has its answer, and so on while the stage loads. */
  void keepSaying(String conversation) {
    long now = System.nanoTime();
    phone.execute(
        () ->
            send(conversation, now, 0)
                .whenComplete(
                    (done, failure) -> {
                      if (stage.isLoading()) {
                        keepSaying(conversation);
                      }
                    }));
  }

  /**
   * @param flight its number among the stage's flights, or 0
   */
  void say(String conversation, long meantAt, long flight) {
    phone.execute(() -> send(conversation, meantAt, flight));
  }

  private CompletableFuture<?> send(String conversation, long meantAt, long flight) {
    long sentAt = System.nanoTime();
    Seat seat = seat(conversation);
    UUID id = seat.send();
    stage.meters().sent.increment();
    if (stage.meters().counts(meantAt)) {
      stage.meters().late.record(meantAt, meantAt, sentAt);
    }
    return phone
        .send(id, conversation, new Letter(meantAt, sentAt, flight).content(stage.bodyBytes()))
        .whenComplete(
            (receipt, failure) -> {
              if (failure == null) {
                seat.acked(id, receipt.epoch(), receipt.seq());
                stage.recent().add(this, ref(receipt));
                acked(meantAt, sentAt);
              } else {
                seat.refused(id, code(failure));
                refused(flight);
              }
            });
  }

  private static MessageRef ref(SendReceipt receipt) {
    return new MessageRef(receipt.conversation(), receipt.epoch(), receipt.seq());
  }

  /** Does something to a message. */
  void operate(
      MessageRef message, Operation.Kind kind, String emoji, MessageContent content, long meantAt) {
    phone.execute(() -> send(message, kind, emoji, content, meantAt));
  }

  private void send(
      MessageRef message, Operation.Kind kind, String emoji, MessageContent content, long meantAt) {
    long sentAt = System.nanoTime();
    Seat seat = seat(message.conversation());
    UUID id = seat.send();
    stage.meters().sent.increment();
    Deed deed = Deed.of(kind, message.seq(), emoji, user(), content);
    phone
        .send(
            kind == Operation.Kind.EDIT
                ? OutgoingForm.edit(id, message, content)
                : OutgoingForm.operation(id, message, kind, emoji))
        .whenComplete(
            (receipt, failure) -> {
              if (failure != null) {
                seat.refused(id, code(failure));
                refused(0);
                return;
              }
              if (receipt.seq() == 0) {
                seat.changedNothing(id);
              } else {
                seat.operated(id, receipt.epoch(), receipt.seq(), deed);
              }
              stage.meters().operations.increment();
              acked(meantAt, sentAt);
            });
  }

  /** Signals that it is writing. */
  void type(String conversation) {
    stage.meters().signals.increment();
    phone.type(conversation);
  }

  private void acked(long meantAt, long sentAt) {
    stage.meters().acked.increment();
    if (stage.meters().counts(meantAt)) {
      stage.meters().ack.record(meantAt, sentAt, System.nanoTime());
    }
  }

  private static String code(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof FerryException reason ? reason.code() : String.valueOf(cause);
  }

  private void refused(long flight) {
    stage.meters().refused.increment();
    stage.flights().refused(flight);
  }

  @Override
  public void onMessage(Phone of, ReceivedMessage message) {
    Seat seat = seats.get(message.conversation());
    if (seat != null) {
      seat.shown(message);
      Reading read = reading;
      if (read != null) {
        read.shown(message, seat);
      }
    }
    if (message.sender().equals(user())) {
      return;
    }
    Letter letter = Letter.of(message.content());
    if (letter == null) {
      return;
    }
    stage.meters().delivered.increment();
    shown = shown + 1; // One loop writes it.
    if (stage.meters().counts(letter.meantAt())) {
      stage.meters().deliver.record(letter.meantAt(), letter.sentAt(), System.nanoTime());
    }
    if (letter.flight() != 0) {
      stage.flights().shown(letter.flight(), message.conversation());
    }
  }

  @Override
  public void onState(Phone of, ClientState state) {
    if (online != (state == ClientState.ONLINE)) {
      online = !online;
      stage.meters().sessions.add(online ? 1 : -1);
    }
    seats.values().forEach(seat -> seat.view().online(state == ClientState.ONLINE));
    if (state == ClientState.ONLINE) {
      device.at(stage.nodeAt(phone.server()));
      stage.meters().logins.increment();
      long dialled = dialledAt;
      dialledAt = 0;
      if (dialled != 0 && stage.meters().counts(dialled)) {
        stage.meters().login.record(dialled, dialled, System.nanoTime());
      }
      long cut = cutAt;
      cutAt = 0;
      if (cut != 0 && stage.meters().counts(cut)) {
        stage.meters().reconnect.record(cut, cut, System.nanoTime());
      }
    }
  }

  @Override
  public void onCursor(Phone of, ConversationCursor cursor) {
    stage.meters().cursors.increment();
    Seat seat = seats.get(cursor.conversation());
    if (seat != null) {
      seat.cursor(cursor);
    }
  }

  @Override
  public void onSignal(Phone of, ReceivedSignal signal) {
    stage.meters().signalsTold.increment();
  }

  @Override
  public void onUnread(Phone of, String conversation, long unread) {
    Seat seat = seats.get(conversation);
    if (seat != null) {
      seat.view().unread(unread);
    }
  }

  @Override
  public void onPosition(Phone of, String conversation, long epoch, long seq) {
    Seat seat = of.options().deliveryReports() ? seats.get(conversation) : null;
    if (seat != null) {
      seat.view().received(epoch, seq);
    }
  }

  @Override
  public void onReset(Phone of, String conversation, long oldEpoch, long newEpoch) {
    Seat seat = seats.get(conversation);
    if (seat != null) {
      seat.reset(oldEpoch, newEpoch);
    }
  }

  @Override
  public void onDisconnected(Phone of, FerryException reason, boolean terminal) {
    if (reason.kind() != FerryException.Kind.CLOSED) {
      stage.meters().disconnects.increment();
      if (terminal) {
        stage.failed(user() + " was refused for good: " + reason.getMessage());
      }
    }
  }
}
