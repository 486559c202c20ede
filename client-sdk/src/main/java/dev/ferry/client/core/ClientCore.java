package dev.ferry.client.core;

import com.google.protobuf.ByteString;
import dev.ferry.client.ClientState;
import dev.ferry.client.FerryException;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.message.MessageRef;
import dev.ferry.client.settings.ConversationSettings;
import dev.ferry.client.settings.SettingsChange;
import dev.ferry.client.store.OutgoingMessage;
import dev.ferry.client.store.Position;
import dev.ferry.protocol.v1.Head;
import dev.ferry.protocol.v1.LoggedIn;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.MessageAck;
import dev.ferry.protocol.v1.ServerFrame;
import java.util.Collection;
import java.util.OptionalInt;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One device of one user as a state machine. Whoever owns it feeds it inputs (the public methods)
 * and does what its {@link Effects} ask for. It has no thread, clock or socket, and is not safe for
 * use from several threads: one thread, or one at a time, calls it.
 *
 * <p>Times are milliseconds of any one clock that never goes back. After each input {@link
 * #nextTickMs} says when to call {@link #tick}, if nothing else comes before.
 *
 * <p>A connection goes: {@link Effects#askToken} → {@link #token} → {@link Effects#connect} →
 * {@link #opened} → {@link #received} … → {@link #closed} or {@link Effects#disconnect}. Inputs
 * that name a connection which is over are ignored, so late reports of an old transport do no harm.
 */
public final class ClientCore {
  private final CoreOptions options;
  private final Effects effects;
  private final Calls calls;
  private final Connector connector;
  private final Outbox outbox;
  private final Conversations conversations;
  private final CursorSync cursorSync;
  private final SettingsSync settingsSync;
  private final HeadsSync headsSync;
  private final Questions questions;
  private final Watches watches;
  private final Signals signals;
  private final PrivacyNews privacy;
  private final ServerClock clock = new ServerClock();
  private final Expiries expiries;

  /**
   * @param random spreads retries over time; its quality does not matter
   */
  public ClientCore(CoreOptions options, Kept kept, Random random, Effects effects) {
    this.options = options;
    this.effects = effects;
    calls = new Calls(effects);
    connector = new Connector(options, effects, calls, random, new ConnectionHost());
    outbox = new Outbox(options.outboxMax(), effects, calls, random, this::acked);
    conversations =
        new Conversations(options.firstSightMessages(), effects, calls, random, new Sights());
    cursorSync =
        new CursorSync(
            options.user(), options.deliveryReports(), effects, calls, random, conversations);
    settingsSync = new SettingsSync(effects, calls, random, cursorSync.cursors(), clock);
    cursorSync.cursors().weigh(settingsSync.book());
    headsSync = new HeadsSync(effects, calls, conversations, random);
    questions = new Questions(calls, random, outbox, conversations);
    watches = new Watches(effects, calls, random);
    signals = new Signals(calls);
    privacy = new PrivacyNews(effects, questions);
    expiries = new Expiries(effects, clock);
    outbox.load(kept.outgoing);
    conversations.load(kept.positions);
    settingsSync.load(kept);
    cursorSync.cursors().load(kept.tallies, kept.positions);
    headsSync.load(kept.headsVersion);
  }

  /** Begins to connect. */
  public void start(long nowMs) {
    connector.start(nowMs);
    tick(nowMs);
  }

  /** The state at this moment. */
  public ClientState state() {
    return connector.state();
  }

  /** Messages sent and neither acked nor refused. */
  public int unackedCount() {
    return outbox.unackedCount();
  }

  /** The token that was asked for. */
  public void token(long connection, String token, long nowMs) {
    connector.token(connection, token, nowMs);
  }

  /** No token could be got; the core asks again later. */
  public void tokenFailed(long connection, Throwable cause, long nowMs) {
    FerryException reason = Connector.unreachable("no token: " + cause, cause);
    connector.tokenFailed(connection, reason, nowMs);
  }

  /** The transport is open. */
  public void opened(long connection, long nowMs) {
    connector.opened(connection, nowMs);
  }

  /** A frame arrived: the encoded {@code ServerFrame}. */
  public void received(long connection, byte[] frame, long nowMs) {
    if (!connector.current(connection)) {
      return;
    }
    connector.heard(nowMs);
    try {
      dispatch(Wire.parse(frame), nowMs);
    } catch (MalformedFrameException e) {
      connector.lost(Connector.unreachable("malformed frame: " + e.getMessage()), 0, nowMs);
    }
    tick(nowMs);
  }

  /** The transport could not be opened, or has ended. */
  public void closed(long connection, String reason, @Nullable Throwable cause, long nowMs) {
    if (connector.current(connection)) {
      connector.lost(Connector.unreachable(reason, cause), 0, nowMs);
    }
  }

  /** Does what is due. */
  public void tick(long nowMs) {
    connector.tick(nowMs);
    if (connector.online()) {
      headsSync.pump(nowMs);
      conversations.pump(nowMs);
      questions.pump(nowMs);
      outbox.pump(nowMs);
      watches.pump(nowMs);
      // Again: a send that turned out too large may have been the last that a change waited for.
      questions.pump(nowMs);
      cursorSync.pump(nowMs);
      settingsSync.pump(nowMs);
    }
    expiries.tell(nowMs);
    settingsSync.settle(nowMs);
    cursorSync.cursors().settle(nowMs);
    if (connector.online()) {
      headsSync.settle();
    }
  }

  /** When {@link #tick} is to be called at the latest; {@link Long#MAX_VALUE} for never. */
  public long nextTickMs() {
    long next = Math.min(connector.nextMs(), settingsSync.book().nextMs());
    next = Math.min(next, expiries.nextMs());
    if (connector.online()) {
      next = Math.min(next, Math.min(headsSync.nextMs(), conversations.nextMs()));
      next = Math.min(next, Math.min(questions.nextMs(), outbox.nextMs()));
      next = Math.min(next, Math.min(cursorSync.nextMs(), settingsSync.nextMs()));
      next = Math.min(next, watches.nextMs());
    }
    return next;
  }

  /**
   * Puts a message into the outbox. {@link Effects#sent} or {@link Effects#sendFailed} tells how it
   * ended. Throws what {@link Effects#keep} throws.
   */
  public void send(OutgoingMessage message, long nowMs) {
    FerryException end = connector.end();
    if (end != null) {
      effects.sendFailed(message.id(), end);
      return;
    }
    outbox.send(message, nowMs);
    signals.messageSent(message.conversation());
    tick(nowMs);
  }

  /**
   * The app has shown a conversation up to {@code seq}: that much is read, on all devices of the
   * user. Beyond the newest entry that is known it counts as that one. Told to the server at once,
   * or within a second.
   */
  public void markRead(String conversation, long seq, long nowMs) {
    cursorSync.cursors().read(conversation, seq);
    settingsSync.book().read(conversation);
    tick(nowMs);
  }

  /** Changes how the user wants a conversation: here at once, on the server when it can be told. */
  public void changeSettings(
      String conversation, SettingsChange change, Answer<ConversationSettings> answer, long nowMs) {
    FerryException end = connector.end();
    if (end != null) {
      answer.failed(end);
      return;
    }
    settingsSync.change(conversation, change, answer);
    tick(nowMs);
  }

  /** Deletes for the user one message, or all that is known of the conversation. */
  public void delete(
      String conversation,
      @Nullable MessageRef message,
      Answer<ConversationSettings> answer,
      long nowMs) {
    FerryException end = connector.end();
    if (end != null) {
      answer.failed(end);
      return;
    }
    settingsSync.delete(conversation, message, answer);
    tick(nowMs);
  }

  /**
   * Watches users, over however many connections there are, and others no longer.
   *
   * @param group whose fellow members those in {@code add} are; empty for none
   * @return how many are watched; empty when these would be more than {@link
   *     dev.ferry.client.presence.Presences#WATCHED_MAX}, and {@code add} is not watched then
   */
  public OptionalInt watch(
      String group, Collection<String> add, Collection<String> remove, long nowMs) {
    watches.unwatch(remove);
    OptionalInt watched = watches.watch(group, add);
    tick(nowMs);
    return watched;
  }

  /** Signals something, or does nothing when it cannot go at once. */
  public void signal(String conversation, String type, byte[] body, long nowMs) {
    if (connector.online()) {
      signals.send(conversation, type, body, nowMs);
    }
  }

  /** Asks the server, over however many connections it takes. */
  public <T> void ask(Question<T> question, Answer<T> answer, long nowMs) {
    FerryException end = connector.end();
    if (end != null) {
      answer.failed(end);
      return;
    }
    questions.ask(question, answer, nowMs);
    tick(nowMs);
  }

  /**
   * Whether messages are wanted; they are at first. While they are not, pushes only tell how far
   * their logs go and nothing is pulled, so at most the pages already asked for (four) are still
   * delivered; afterwards everything that lacks is pulled. Nothing is lost and the connection lives
   * on.
   */
  public void receive(boolean wanted, long nowMs) {
    conversations.receive(wanted, nowMs);
    tick(nowMs);
  }

  /** Ends: no further connection, and what is open fails. Unacked messages stay kept. */
  public void close(long nowMs) {
    connector.terminate(
        new FerryException(FerryException.Kind.CLOSED, "the client was closed"), nowMs);
  }

  private void dispatch(ServerFrame frame, long nowMs) throws MalformedFrameException {
    if (frame.getRequestId() != 0) {
      calls.answer(frame, connector::refused, nowMs);
      return;
    }
    switch (frame.getBodyCase()) {
      case MESSAGE_PUSH:
        conversations.push(frame.getMessagePush(), nowMs);
        break;
      case HEAD_PUSH:
        conversations.headPush(frame.getHeadPush(), nowMs);
        break;
      case CURSOR_PUSH:
        cursorSync.cursors().push(frame.getCursorPush());
        break;
      case SETTINGS_PUSH:
        settingsSync.push(frame.getSettingsPush(), nowMs);
        break;
      case RECEIPTS_CHANGED:
        effects.receiptsChanged(frame.getReceiptsChanged().getConversation());
        break;
      case COMPARE_HEADS:
        headsSync.compare(nowMs);
        privacy.compare(nowMs);
        settingsSync.compare(nowMs);
        break;
      case PRESENCE_PUSH:
        watches.news(PresenceWire.presences(frame.getPresencePush()));
        break;
      case SIGNAL_PUSH:
        effects.signal(PresenceWire.signal(frame.getSignalPush()));
        break;
      case PRIVACY_CHANGED:
        privacy.push(frame.getPrivacyChanged());
        break;
      case GO_AWAY:
        connector.lost(
            Connector.unreachable("the node is leaving"),
            Wire.hintMs(frame.getGoAway().getReconnectAfterMs()),
            nowMs);
        break;
      case ERROR:
        connector.refused(frame.getError(), nowMs);
        break;
      default:
        // An event newer than this client.
        break;
    }
  }

  /** An ack counts as received: the server does not push a message to the session that sent it. */
  private void acked(OutgoingMessage sent, MessageAck ack, long nowMs)
      throws MalformedFrameException {
    if (ack.getSeq() != 0) {
      conversations.push(OutgoingForm.entry(sent, ack, options), nowMs);
    }
  }

  /** What is seen of conversations, to whom it concerns. */
  private final class Sights implements Conversations.Sight {
    @Override
    public void seen(Message message, long nowMs) {
      if (message.getSender().equals(options.user())
          && message.getSenderDevice().equals(options.device())) {
        outbox.seen(message, nowMs);
      }
    }

    @Override
    public void stands(Message message) {
      cursorSync.cursors().message(message);
    }

    @Override
    public void stands(Head head) {
      cursorSync.cursors().head(head);
    }

    @Override
    public void shown(Message message) {
      cursorSync.cursors().shown(message);
    }

    @Override
    public void apply(Message message) {
      cursorSync.cursors().applied(message);
      ReceivedMessage received = Wire.received(message);
      effects.message(received);
      expiries.await(received);
    }

    @Override
    public void received(String conversation, Position position) {
      cursorSync.cursors().received(conversation, position);
    }
  }

  private final class ConnectionHost implements Connector.Host {
    @Override
    public long headsSince() {
      return headsSync.since();
    }

    @Override
    public ByteString groupDigest() {
      return conversations.groupDigest(cursorSync.cursors()::known);
    }

    @Override
    public void online(LoggedIn loggedIn, long requestId, long nowMs)
        throws MalformedFrameException {
      calls.limit(loggedIn.getLimits().getCallsMax());
      SendLimits limits = new SendLimits(loggedIn.getLimits());
      outbox.limits(limits);
      questions.limits(limits);
      watches.begin(nowMs);
      privacy.version(loggedIn.getPrivacyVersion());
      clock.set(loggedIn.getServerTimeMs(), nowMs);
      settingsSync.begin(loggedIn.getSettingsVersion(), nowMs);
      headsSync.begin(loggedIn.getHeads(), requestId, nowMs);
    }

    @Override
    public void ended(FerryException reason, long nowMs) {
      outbox.end(reason);
      questions.end(reason);
      settingsSync.end(reason);
    }
  }
}
