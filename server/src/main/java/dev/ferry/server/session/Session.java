package dev.ferry.server.session;

import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Hint;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.PrivacyChange;
import dev.ferry.server.model.SessionEnd;
import dev.ferry.server.model.Signal;
import dev.ferry.server.model.UserId;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One authenticated connection of a device to this node. A slow reader costs a fixed amount (P7):
 * while its connection is congested it gets no pushes, and one {@code CompareHeads} afterwards,
 * upon which it pulls from the log what it missed.
 */
public final class Session {
  /**
   * Pushes that may be on their way to the loop; beyond it the session is told to compare heads.
   */
  static final int UNDER_WAY_MAX = 1000;

  /** With so much under way no signal is: it is the first to be left out. */
  static final int SIGNALS_UNDER_WAY_MAX = 100;

  private final UserId user;
  private final DeviceId device;
  private final Connection connection;
  private final byte[] compareHeads;

  /** Pushes handed to the loop and not yet taken up there. Any thread. */
  private final AtomicInteger underWay = new AtomicInteger();

  /** Whether a push was left out before it got to the loop. Any thread. */
  private final AtomicBoolean overrun = new AtomicBoolean();

  /** Whether the login was answered. Loop only. */
  private boolean live;

  /**
   * What tells this session's sends from an older session's of the same device. Written once, by
   * {@link #start} on the loop; another thread reads it only of a session handed to it afterwards.
   */
  private long stamp;

  /** Up to which stamp this device's sessions are over, as the bus told. Loop only. */
  private long overUpTo;

  /** What the client is told then. Loop only. */
  private byte @Nullable [] lastFrame;

  /** When it ends unless its token is renewed, milliseconds since 1970. Loop only. */
  private long goodUntilMs = Long.MAX_VALUE;

  /** Whether a push was left out since the client was last told to compare heads. Loop only. */
  private boolean behind;

  /**
   * @param compareHeads the encoded frame that tells the client to compare heads
   */
  public Session(UserId user, DeviceId device, Connection connection, byte[] compareHeads) {
    this.user = user;
    this.device = device;
    this.connection = connection;
    this.compareHeads = compareHeads;
  }

  public UserId user() {
    return user;
  }

  public DeviceId device() {
    return device;
  }

  public Connection connection() {
    return connection;
  }

  /**
   * What the log orders this device's sessions by. On the loop, or of a session that was handed on
   * after its {@link #start}.
   */
  public long stamp() {
    return stamp;
  }

  /**
   * Pushes an entry, unless this session sent it: that one has the ack. Returns at once; any
   * thread.
   *
   * @param frame the encoded push, shared by all receivers
   */
  public void deliver(LogEntry entry, byte[] frame) {
    deliver(frame, () -> sent(entry));
  }

  /** Pushes where a cursor stands, unless this session moved it. Returns at once; any thread. */
  public void deliver(Hint.CursorMoved moved, byte[] frame) {
    deliver(moved.by(), frame);
  }

  /**
   * Pushes a change of the user's own, unless this session made it. Returns at once; any thread.
   */
  public void deliver(PrivacyChange change, byte[] frame) {
    deliver(change.by(), frame);
  }

  private void deliver(Mover by, byte[] frame) {
    deliver(frame, () -> isOf(by.session(), by.user(), by.device()));
  }

  /** Pushes how the user wants a conversation, unless this session changed it. Any thread. */
  public void deliver(Hint.SettingsChanged changed, byte[] frame) {
    deliver(frame, () -> isOf(changed.session(), user, changed.device()));
  }

  private void deliver(byte[] frame, BooleanSupplier own) {
    if (underWay.incrementAndGet() > UNDER_WAY_MAX) {
      underWay.decrementAndGet();
      if (overrun.compareAndSet(false, true)) {
        connection.loop().execute(this::noticeOverrun);
      }
      return;
    }
    connection
        .loop()
        .execute(
            () -> {
              underWay.decrementAndGet();
              if (!own.getAsBoolean()) {
                push(frame);
              }
            });
  }

  /** Pushes entries of a group, or leaves them out and remembers that. Loop only. */
  public void push(Burst burst) {
    if (mayPush()) {
      connection.send(burst);
    }
  }

  /** Pushes an encoded frame, or leaves it out and remembers that. Loop only. */
  public void push(byte[] frame) {
    if (mayPush()) {
      connection.send(frame);
    }
  }

  /**
   * Pushes what nobody pulls when it is left out; says whether it was taken. Loop only.
   *
   * @return false while the client does not read enough, or its login was not answered
   */
  public boolean offer(byte[] frame) {
    if (!live || connection.congested()) {
      return false;
    }
    connection.send(frame);
    return true;
  }

  /**
   * Pushes a signal, unless this session sent it, or much else is on its way. Returns at once; any
   * thread.
   */
  public void deliver(Signal signal, byte[] frame) {
    if (underWay.get() < SIGNALS_UNDER_WAY_MAX) {
      underWay.incrementAndGet();
      connection
          .loop()
          .execute(
              () -> {
                underWay.decrementAndGet();
                offer(signal, frame);
              });
    }
  }

  /** The same on the loop. */
  public void offer(Signal signal, byte[] frame) {
    boolean own =
        signal.stamp() == stamp && signal.sender().equals(user) && signal.device().equals(device);
    if (!own) {
      offer(frame);
    }
  }

  private boolean mayPush() {
    if (live && !connection.congested()) {
      return true;
    }
    behind = true;
    return false;
  }

  /** Whether this session sent the entry; its stamp is known once it is live. Loop only. */
  public boolean sent(LogEntry entry) {
    return isOf(entry.session(), entry.sender(), entry.device());
  }

  private boolean isOf(long session, UserId ofUser, DeviceId ofDevice) {
    return session == stamp && ofUser.equals(user) && ofDevice.equals(device);
  }

  private void noticeOverrun() {
    overrun.set(false);
    compareHeads();
  }

  /**
   * Answers the login. Pushes that came between the subscription and this answer were left out.
   * Loop only.
   *
   * @param newStamp higher than that of every older session of this device
   */
  public void start(long newStamp, long newGoodUntilMs, byte[] loggedIn) {
    stamp = newStamp;
    goodUntilMs = newGoodUntilMs;
    if (endIfOver()) {
      return;
    }
    connection.loggedIn();
    connection.send(loggedIn);
    live = true;
    catchUp();
  }

  /**
   * Ends this session, or remembers the end until its stamp is known, if it is not a later one than
   * those that are over. Returns at once; any thread.
   *
   * @param frame what the client is told last
   */
  public void end(SessionEnd over, byte[] frame) {
    connection
        .loop()
        .execute(
            () -> {
              if (over.stamp() > overUpTo) {
                overUpTo = over.stamp();
                lastFrame = frame;
                endIfOver();
              }
            });
  }

  private boolean endIfOver() {
    byte[] frame = lastFrame;
    if (stamp == 0 || stamp > overUpTo || frame == null) {
      return false;
    }
    live = false;
    connection.closeWith(frame);
    return true;
  }

  /** The session's token was renewed. Loop only. */
  public void renew(long newGoodUntilMs) {
    goodUntilMs = newGoodUntilMs;
  }

  /** When its token is over, milliseconds since 1970. Loop only. */
  public long goodUntilMs() {
    return goodUntilMs;
  }

  /**
   * Sends the frame that asks the client to connect elsewhere, unless its login is yet to be
   * answered. Loop only.
   */
  public void sendAway(byte[] goAway) {
    if (live) {
      connection.send(goAway);
    }
  }

  /** Tells the client to compare heads, now or as soon as it reads again. Loop only. */
  public void compareHeads() {
    behind = true;
    catchUp();
  }

  /** To be called when the connection is no longer congested. Loop only. */
  public void catchUp() {
    if (behind && live && !connection.congested()) {
      behind = false;
      connection.send(compareHeads);
    }
  }

  @Override
  public String toString() {
    return user + "/" + device;
  }
}
