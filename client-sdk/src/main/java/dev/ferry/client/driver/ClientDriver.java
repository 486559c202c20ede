package dev.ferry.client.driver;

import dev.ferry.client.ClientListener;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.ClientState;
import dev.ferry.client.ConversationsPage;
import dev.ferry.client.Draft;
import dev.ferry.client.FerryClient;
import dev.ferry.client.FerryException;
import dev.ferry.client.HistoryPage;
import dev.ferry.client.MessageContent;
import dev.ferry.client.MessageReceipts;
import dev.ferry.client.Messages;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.core.Answer;
import dev.ferry.client.core.ClientCore;
import dev.ferry.client.core.CoreOptions;
import dev.ferry.client.core.Kept;
import dev.ferry.client.core.Question;
import dev.ferry.client.device.Devices;
import dev.ferry.client.group.Groups;
import dev.ferry.client.presence.Presences;
import dev.ferry.client.privacy.Privacy;
import dev.ferry.client.settings.ConversationSettings;
import dev.ferry.client.settings.Settings;
import dev.ferry.client.settings.SettingsChange;
import dev.ferry.client.store.OutgoingMessage;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a client with two threads: the driver owns the core, the callback thread runs the app's
 * code.
 *
 * <p>When more than {@value #CALLBACKS_MAX} callbacks wait, the core is told that messages are not
 * wanted: pushes then only tell how far their logs go. When half of them are done it pulls what
 * lacks. So a slow listener costs a bounded queue, loses nothing, and the connection stays alive.
 * The other callbacks are bounded too: by the outbox, by the limit of questions, and those of a
 * connection by the token, which the same thread must get before the next one.
 */
final class ClientDriver implements FerryClient {
  static final int CALLBACKS_MAX = 1_000;
  static final int QUESTIONS_MAX = 256;
  private static final int SIGNALS_MAX = 16;
  private static final int SIGNAL_TYPE_MAX = 64;
  private static final int SIGNAL_BODY_MAX = 1024;
  private static final long JOIN_MS = 2_000;

  private final ClientOptions options;
  private final Callbacks callbacks;
  private final DriverLoop loop;
  private final DriverEffects effects;
  private final Groups groups;
  private final Messages messages;
  private final Presences presence;
  private final Devices devices;
  private final Privacy privacy;
  private final Settings settings;
  private final SecureRandom ids = new SecureRandom();
  private final AtomicBoolean threads = new AtomicBoolean();
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicInteger openSends = new AtomicInteger();
  private final AtomicInteger openQuestions = new AtomicInteger();
  private final AtomicInteger openSettings = new AtomicInteger();

  /** Signals on their way to the driver thread. Any thread. */
  private final AtomicInteger openSignals = new AtomicInteger();

  /** Written by the driver thread, read by the callback thread. */
  private volatile boolean paused;

  ClientDriver(ClientOptions options, Transports transports) {
    this.options = options;
    callbacks = new Callbacks("ferry-callback-" + options.user(), this::resumeWhenDrained);
    loop = new DriverLoop("ferry-driver-" + options.user(), this::core, this::pace, this::ended);
    effects = new DriverEffects(options, callbacks, loop, transports);
    groups = new GroupCalls(this::ask, ids);
    messages = new MessageCalls(this::send, this::ask, ids);
    presence = new PresenceCalls(this::ask, this::watch);
    devices = new DeviceCalls(this::ask);
    privacy = new PrivacyCalls(this::ask);
    settings = new SettingsCalls(effects.news(), this::changeSettings);
  }

  @Override
  public void start() {
    if (started.compareAndSet(false, true)) {
      startThreads();
      loop.input(core -> core.start(DriverLoop.nowMs()));
    }
  }

  private void startThreads() {
    if (threads.compareAndSet(false, true)) {
      callbacks.start();
      loop.start();
    }
  }

  private ClientCore core() {
    CoreOptions coreOptions =
        new CoreOptions(
                options.user(),
                options.device(),
                options.clientName(),
                options.outboxMax(),
                options.firstSightMessages(),
                options.connectTimeoutMs(),
                options.deliveryReports())
            .of(options.platform(), options.deviceName());
    return new ClientCore(
        coreOptions, Kept.in(options.store()), new Random(ids.nextLong()), effects);
  }

  /** On the driver thread, after each input: stops or resumes the flow of messages. */
  private void pace(ClientCore core) {
    int waiting = callbacks.size();
    if (!paused && waiting > CALLBACKS_MAX) {
      paused = true;
      core.receive(false, DriverLoop.nowMs());
      waiting = callbacks.size();
    }
    if (paused && waiting <= CALLBACKS_MAX / 2) {
      paused = false;
      core.receive(true, DriverLoop.nowMs());
    }
  }

  /** On the callback thread. */
  private void resumeWhenDrained() {
    if (paused && callbacks.size() <= CALLBACKS_MAX / 2) {
      loop.input(core -> {});
    }
  }

  /** Last on the driver thread. */
  private void ended(@Nullable Throwable failure) {
    closed.set(true);
    effects.end(failure);
    callbacks.stop();
  }

  @Override
  public ClientState state() {
    return effects.state();
  }

  @Override
  public String user() {
    return options.user();
  }

  @Override
  public CompletableFuture<SendReceipt> send(String conversation, MessageContent content) {
    return messages.send(conversation, Draft.of(content));
  }

  private CompletableFuture<SendReceipt> send(OutgoingMessage message) {
    return submit(
        openSends,
        options.outboxMax(),
        (core, future) -> {
          effects.expectReceipt(message.id(), future);
          try {
            core.send(message, DriverLoop.nowMs());
          } catch (RuntimeException e) {
            effects.sendFailed(message.id(), storeFailed(e));
          }
        });
  }

  @Override
  public Messages messages() {
    return messages;
  }

  @Override
  public CompletableFuture<HistoryPage> history(String conversation, long fromSeq, int limit) {
    return ask(Question.history(conversation, fromSeq, limit));
  }

  @Override
  public CompletableFuture<ConversationsPage> conversations(String after) {
    return ask(Question.conversations(after));
  }

  @Override
  public void markRead(String conversation, long seq) {
    Objects.requireNonNull(conversation, "conversation");
    if (!closed.get()) {
      loop.input(core -> core.markRead(conversation, seq, DriverLoop.nowMs()));
    }
  }

  @Override
  public long unread(String conversation) {
    return effects.news().unread(conversation);
  }

  @Override
  public long unreadTotal() {
    return effects.news().unreadTotal();
  }

  @Override
  public List<Long> unreadMentionSeqs(String conversation) {
    return effects.news().mentions(conversation);
  }

  @Override
  public int unreadMentionsTotal() {
    return effects.news().mentionsTotal();
  }

  @Override
  public CompletableFuture<MessageReceipts> receipts(String conversation, long seq) {
    return ask(Question.receipts(conversation, seq));
  }

  @Override
  public Groups groups() {
    return groups;
  }

  @Override
  public Presences presence() {
    return presence;
  }

  @Override
  public void signal(String conversation, String type, byte[] body) {
    if (type.isEmpty() || type.length() > SIGNAL_TYPE_MAX || body.length > SIGNAL_BODY_MAX) {
      throw new IllegalArgumentException(
          "signal: "
              + type.length()
              + " characters of type and "
              + body.length
              + " bytes (expected: 1 to "
              + SIGNAL_TYPE_MAX
              + ", at most "
              + SIGNAL_BODY_MAX
              + ")");
    }
    Objects.requireNonNull(conversation, "conversation");
    byte[] copy = body.clone();
    // A signal means this moment: with many calls waiting for the driver it is left out.
    if (closed.get() || openSignals.get() >= SIGNALS_MAX) {
      return;
    }
    openSignals.incrementAndGet();
    loop.input(
        core -> {
          openSignals.decrementAndGet();
          core.signal(conversation, type, copy, DriverLoop.nowMs());
        });
  }

  private CompletableFuture<Integer> watch(String group, List<String> add, List<String> remove) {
    return submit(
        openQuestions,
        QUESTIONS_MAX,
        (core, future) -> {
          Answer<Integer> answer = effects.answer(future);
          OptionalInt watched = core.watch(group, add, remove, DriverLoop.nowMs());
          if (watched.isPresent()) {
            answer.answered(watched.getAsInt());
          } else {
            answer.failed(
                new FerryException(
                    FerryException.Kind.OUTBOX_FULL,
                    "watched users (expected: <= " + Presences.WATCHED_MAX + ")"));
          }
        });
  }

  @Override
  public Settings settings() {
    return settings;
  }

  private CompletableFuture<ConversationSettings> changeSettings(
      String conversation, SettingsChange change) {
    return submit(
        openSettings,
        Settings.OPEN_CHANGES_MAX,
        (core, future) ->
            core.changeSettings(conversation, change, effects.answer(future), DriverLoop.nowMs()));
  }

  @Override
  public Devices devices() {
    return devices;
  }

  @Override
  public Privacy privacy() {
    return privacy;
  }

  private <T> CompletableFuture<T> ask(Question<T> question) {
    return submit(
        openQuestions,
        QUESTIONS_MAX,
        (core, future) -> core.ask(question, effects.answer(future), DriverLoop.nowMs()));
  }

  /** What the driver thread does with a call of the app. */
  private interface Call<T> {
    void begin(ClientCore core, CompletableFuture<T> future);
  }

  private <T> CompletableFuture<T> submit(AtomicInteger open, int openMax, Call<T> call) {
    CompletableFuture<T> future = new CompletableFuture<>();
    if (closed.get()) {
      future.completeExceptionally(DriverEffects.closedException());
      return future;
    }
    if (open.incrementAndGet() > openMax) {
      open.decrementAndGet();
      future.completeExceptionally(
          new FerryException(
              FerryException.Kind.OUTBOX_FULL, "calls without an answer: " + openMax));
      return future;
    }
    effects.track(future, open);
    loop.input(core -> call.begin(core, future));
    if (effects.hasEnded()) {
      future.completeExceptionally(DriverEffects.closedException());
    }
    return future;
  }

  private static FerryException storeFailed(RuntimeException cause) {
    return new FerryException(
        FerryException.Kind.OUTBOX_FULL, "STORE_FAILED", "local store: " + cause, "", cause);
  }

  @Override
  public Registration addListener(ClientListener listener) {
    return effects.addListener(listener);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      startThreads();
      Consumer<ClientCore> close =
          core -> {
            core.close(DriverLoop.nowMs());
            loop.stop();
          };
      loop.input(close);
    }
    try {
      loop.join(JOIN_MS);
      callbacks.join(JOIN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
