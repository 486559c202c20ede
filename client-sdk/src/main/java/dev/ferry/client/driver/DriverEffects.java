package dev.ferry.client.driver;

import dev.ferry.client.ClientListener;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.ClientState;
import dev.ferry.client.ConversationCursor;
import dev.ferry.client.FerryClient;
import dev.ferry.client.FerryException;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.ReceivedSignal;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.core.Answer;
import dev.ferry.client.core.Effects;
import dev.ferry.client.presence.UserPresence;
import dev.ferry.client.privacy.PrivacyChange;
import dev.ferry.client.settings.ConversationSettings;
import dev.ferry.client.store.OutgoingMessage;
import dev.ferry.client.store.Position;
import dev.ferry.client.store.Tally;
import dev.ferry.client.transport.Transport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does what the core asks for. Called on the driver thread, except where a method says otherwise;
 * whatever is the app's code goes to the callback thread.
 */
final class DriverEffects implements Effects {
  private final ClientOptions options;
  private final Callbacks callbacks;
  private final DriverLoop loop;
  private final Transports transports;
  private final CursorNews news;
  private final CopyOnWriteArrayList<Entry> listeners = new CopyOnWriteArrayList<>();
  private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();

  /** Driver thread only. */
  private final Map<UUID, CompletableFuture<SendReceipt>> receipts = new HashMap<>();

  /** Callback thread only: how far messages were delivered and that is not saved yet. */
  private final Map<String, Position> unsaved = new HashMap<>();

  /** Driver thread only. */
  private @Nullable Transport transport;

  /** Written by the driver thread, read by any. */
  private volatile ClientState state = ClientState.DISCONNECTED;

  /** Set by the driver thread, read by any. */
  private volatile boolean ended;

  private final Moments moments;

  /** One registration; the same listener may have several. */
  private static final class Entry {
    final ClientListener listener;

    Entry(ClientListener listener) {
      this.listener = listener;
    }
  }

  DriverEffects(
      ClientOptions options, Callbacks callbacks, DriverLoop loop, Transports transports) {
    this.options = options;
    this.callbacks = callbacks;
    this.loop = loop;
    this.transports = transports;
    this.news = new CursorNews(callbacks, this::tellNow, options.store());
    this.moments = new Moments(callbacks, this::tellNow);
  }

  /** From any thread. */
  ClientState state() {
    return state;
  }

  /** From any thread: whether nothing will complete a future any more. */
  boolean hasEnded() {
    return ended;
  }

  /** From any thread. */
  FerryClient.Registration addListener(ClientListener listener) {
    Entry entry = new Entry(listener);
    listeners.add(entry);
    return () -> listeners.remove(entry);
  }

  /** From any thread: counts the future as open until it is complete. */
  void track(CompletableFuture<?> future, AtomicInteger count) {
    open.add(future);
    CompletableFuture<?> unused =
        future.whenComplete(
            (value, failure) -> {
              open.remove(future);
              count.decrementAndGet();
            });
  }

  void expectReceipt(UUID id, CompletableFuture<SendReceipt> future) {
    receipts.put(id, future);
  }

  /** From any thread: completes the future on the callback thread. */
  <T> Answer<T> answer(CompletableFuture<T> future) {
    return new Answer<T>() {
      @Override
      public void answered(T value) {
        callbacks.postVital(() -> future.complete(value));
      }

      @Override
      public void failed(FerryException reason) {
        fail(future, reason);
      }
    };
  }

  static FerryException closedException() {
    return new FerryException(FerryException.Kind.CLOSED, "the client was closed");
  }

  /** The driver thread ends. */
  void end(@Nullable Throwable failure) {
    ended = true;
    closeTransport();
    transports.shutDown();
    if (failure != null) {
      String kind = FerryException.Kind.TERMINATED.name();
      disconnected(
          new FerryException(
              FerryException.Kind.TERMINATED, kind, "driver: " + failure, "", failure),
          true);
    }
    if (state != ClientState.CLOSED) {
      state(ClientState.CLOSED);
    }
    callbacks.postVital(
        () -> {
          // Callbacks that were skipped come again in the next life, those that ran do not.
          savePositions();
        });
    callbacks.postVital(
        () -> {
          for (CompletableFuture<?> future : open) {
            future.completeExceptionally(closedException());
          }
        });
  }

  @Override
  public void askToken(long connection) {
    callbacks.post(
        () -> {
          try {
            String token = Objects.requireNonNull(options.tokens().token(), "token");
            loop.input(core -> core.token(connection, token, DriverLoop.nowMs()));
          } catch (Exception | LinkageError | AssertionError e) {
            loop.input(core -> core.tokenFailed(connection, e, DriverLoop.nowMs()));
          }
        });
  }

  @Override
  public void connect(long connection) {
    closeTransport();
    Transport next = transports.next();
    transport = next;
    next.open(loop.link(connection));
  }

  @Override
  public void transmit(byte[] frame) {
    Transport current = transport;
    if (current != null) {
      current.send(frame);
    }
  }

  @Override
  public void disconnect(long connection) {
    closeTransport();
  }

  private void closeTransport() {
    Transport current = transport;
    transport = null;
    if (current != null) {
      current.close();
    }
  }

  @Override
  public void keep(OutgoingMessage message) {
    options.store().addOutgoing(message);
  }

  @Override
  public void forget(OutgoingMessage message) {
    // What stays kept by mistake is sent again in a later life, and recognised by its id.
    Callbacks.runGuarded(() -> options.store().removeOutgoing(message));
  }

  @Override
  public void state(ClientState state) {
    this.state = state;
    tell(true, listener -> listener.onState(state));
  }

  @Override
  public void disconnected(FerryException reason, boolean terminal) {
    tell(true, listener -> listener.onDisconnected(reason, terminal));
  }

  @Override
  public void sent(SendReceipt receipt) {
    CompletableFuture<SendReceipt> future = receipts.remove(receipt.clientMessageId());
    if (future != null) {
      callbacks.postVital(() -> future.complete(receipt));
    }
  }

  @Override
  public void sendFailed(UUID id, FerryException reason) {
    fail(receipts.remove(id), reason);
  }

  private void fail(@Nullable CompletableFuture<?> future, FerryException reason) {
    if (future != null) {
      callbacks.postVital(() -> future.completeExceptionally(reason));
    }
  }

  @Override
  public void message(ReceivedMessage message) {
    callbacks.post(
        () -> {
          tellNow(listener -> listener.onMessage(message));
          unsaved.put(message.conversation(), new Position(message.epoch(), message.seq()));
        });
  }

  @Override
  public void position(String conversation, Position position) {
    callbacks.post(
        () -> {
          unsaved.put(conversation, position);
          options.store().savePosition(conversation, position);
          unsaved.remove(conversation);
        });
  }

  @Override
  public void headsVersion(long version) {
    callbacks.post(
        () -> {
          // A position that could not be saved must not be older than the version says.
          savePositions();
          options.store().saveHeadsVersion(version);
        });
  }

  /** Callback thread only. */
  private void savePositions() {
    unsaved.forEach(options.store()::savePosition);
    unsaved.clear();
  }

  @Override
  public void reset(String conversation, long oldEpoch, long newEpoch) {
    tell(false, listener -> listener.onReset(conversation, oldEpoch, newEpoch));
  }

  /** From any thread. */
  CursorNews news() {
    return news;
  }

  @Override
  public void unread(String conversation, long unread, long total) {
    news.unread(conversation, unread, total);
  }

  @Override
  public void mentions(String conversation, List<Long> seqs, int total) {
    news.mentions(conversation, seqs, total);
  }

  @Override
  public void cursor(ConversationCursor cursor) {
    news.cursor(cursor);
  }

  @Override
  public void receiptsChanged(String conversation) {
    news.receiptsChanged(conversation);
  }

  @Override
  public void settings(ConversationSettings settings) {
    news.settings(settings);
  }

  @Override
  public void keepSettings(String conversation, byte[] settings) {
    news.keepSettings(conversation, settings);
  }

  @Override
  public void settingsVersion(long version) {
    news.settingsVersion(version);
  }

  @Override
  public void tally(String conversation, Tally tally) {
    news.tally(conversation, tally);
  }

  @Override
  public void presence(List<UserPresence> news) {
    moments.presence(news);
  }

  @Override
  public void signal(ReceivedSignal signal) {
    moments.signal(signal);
  }

  @Override
  public void privacy(PrivacyChange change) {
    moments.privacy(change);
  }

  private void tell(boolean vital, Consumer<ClientListener> call) {
    if (vital) {
      callbacks.postVital(() -> tellNow(call));
    } else {
      callbacks.post(() -> tellNow(call));
    }
  }

  /** Callback thread only. */
  private void tellNow(Consumer<ClientListener> call) {
    for (Entry entry : listeners) {
      Callbacks.runGuarded(() -> call.accept(entry.listener));
    }
  }
}
