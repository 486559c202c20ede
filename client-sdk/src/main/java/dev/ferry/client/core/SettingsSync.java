package dev.ferry.client.core;

import dev.ferry.client.FerryException;
import dev.ferry.client.message.MessageRef;
import dev.ferry.client.settings.SettingsChange;
import dev.ferry.protocol.v1.ChangeSettings;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.ConversationSettings;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.FetchSettings;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.protocol.v1.SettingsPage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps how the user wants its conversations the same here and on the server: tells the server what
 * was changed here, one request at a time, and asks what was changed elsewhere, when the login says
 * that something was, when pushes may have been missed, and when one tells that another is missing.
 */
final class SettingsSync {
  static final int BATCH_MAX = 20;

  /** Far below the largest frame, far above one change. */
  private static final int BATCH_BYTES_MAX = 32 << 10;

  /** After CompareHeads the clients of a node come spread over this time. */
  private static final int SPREAD_MS = 500;

  private static final long RETRY_BASE_MS = 500;

  private final Effects effects;
  private final Calls calls;
  private final Random random;
  private final SettingsBook book;
  private final Set<SettingsState> waiting = new LinkedHashSet<>();
  private final Asking asking = new Asking();
  private final Backoff backoff;

  /** Up to which version this device knows everything, as the last round and pushes told. */
  private long since;

  /** What a later life of the device will ask from. */
  private long saved;

  private boolean telling;
  private int failures;
  private long tellAtMs = Long.MIN_VALUE;

  /** After a batch was refused its changes go one by one, so that the others are not. */
  private int oneByOne;

  SettingsSync(Effects effects, Calls calls, Random random, Cursors cursors, ServerClock clock) {
    this.effects = effects;
    this.calls = calls;
    this.random = random;
    this.backoff = new Backoff(random, RETRY_BASE_MS);
    this.book = new SettingsBook(effects, cursors, clock, waiting::add);
  }

  SettingsBook book() {
    return book;
  }

  /** Takes over what an earlier life kept. */
  void load(Kept kept) {
    since = kept.settingsVersion;
    saved = since;
    book.load(kept.settings);
  }

  /** The login was answered; the server's newest version is this one. */
  void begin(long version, long nowMs) {
    book.clockSet(nowMs);
    asking.reset();
    tellAtMs = Long.MIN_VALUE;
    if (version != since) {
      asking.dueAtMs = nowMs;
    }
  }

  /** Pushes may have been missed. */
  void compare(long nowMs) {
    asking.want(nowMs + random.nextInt(SPREAD_MS + 1));
  }

  void change(
      String conversation,
      SettingsChange change,
      Answer<dev.ferry.client.settings.ConversationSettings> answer) {
    book.change(conversation, change, answer);
  }

  void delete(
      String conversation,
      @Nullable MessageRef message,
      Answer<dev.ferry.client.settings.ConversationSettings> answer) {
    if (message == null) {
      book.clear(conversation, answer);
    } else {
      book.delete(message, answer);
    }
  }

  /** Another session of the user changed something. */
  void push(ConversationSettings settings, long nowMs) {
    if (settings.getVersion() <= since) {
      // Known, or of another life.
      return;
    }
    if (book.take(settings)) {
      follow(settings, nowMs);
    } else {
      // Of another life, most likely; or Redis's clock was set back. The next page tells.
      asking.want(nowMs);
    }
  }

  /** Whether what is known goes on without a gap, and in the same life of the settings. */
  private void follow(ConversationSettings settings, long nowMs) {
    if (settings.getPrevious() != since) {
      asking.want(nowMs);
    } else if (!asking.underWay()) {
      since = settings.getVersion();
    }
  }

  void pump(long nowMs) {
    if (asking.nextMs() <= nowMs) {
      asking.ask(nowMs);
    }
    if (tellNextMs() <= nowMs) {
      tell(nowMs);
    }
  }

  /** When {@link #pump} can do something next, in milliseconds. */
  long nextMs() {
    return Math.min(asking.nextMs(), tellNextMs());
  }

  private long tellNextMs() {
    return waiting.isEmpty() || telling || !calls.room()
        ? Long.MAX_VALUE
        : Math.max(tellAtMs, calls.lastSentAtMs());
  }

  private void tell(long nowMs) {
    ChangeSettings.Builder changes = ChangeSettings.newBuilder();
    List<SettingsState> states = new ArrayList<>();
    int bytes = 0;
    int most = oneByOne > 0 ? 1 : BATCH_MAX;
    Iterator<SettingsState> next = waiting.iterator();
    while (next.hasNext() && states.size() < most) {
      SettingsState state = next.next();
      if (state.wants()) {
        bytes += state.wanted().getSerializedSize();
        if (!states.isEmpty() && bytes > BATCH_BYTES_MAX) {
          break;
        }
        changes.addChanges(state.wanted());
        states.add(state);
        state.sending();
      }
      next.remove();
    }
    if (!states.isEmpty()) {
      telling = true;
      calls.call(ClientFrame.newBuilder().setChangeSettings(changes), new Telling(states), nowMs);
    }
  }

  /** Has kept, and tells the app, what has changed. */
  void settle(long nowMs) {
    book.settle(nowMs);
    if (since != saved) {
      saved = since;
      effects.settingsVersion(since);
    }
  }

  /** No further connection. */
  void end(FerryException reason) {
    book.end(reason);
  }

  /** Changes under way. */
  private final class Telling implements Calls.Caller {
    private final List<SettingsState> states;

    Telling(List<SettingsState> states) {
      this.states = states;
    }

    @Override
    public void answered(ServerFrame answer, long nowMs) throws MalformedFrameException {
      telling = false;
      failures = 0;
      if (answer.getBodyCase() != ServerFrame.BodyCase.SETTINGS_CHANGED) {
        throw new MalformedFrameException("answer to settings: " + answer.getBodyCase());
      }
      for (ConversationSettings settings : answer.getSettingsChanged().getSettingsList()) {
        push(settings, nowMs);
      }
      over(null);
    }

    private void over(@Nullable FerryException refusal) {
      oneByOne = Math.max(0, oneByOne - states.size());
      for (SettingsState state : states) {
        book.over(state, refusal);
      }
    }

    private void again() {
      for (SettingsState state : states) {
        state.again();
        waiting.add(state);
      }
    }

    /** What is wrong with a change stays wrong: it is undone here, but not those beside it. */
    @Override
    public void refused(Error error, long nowMs) {
      telling = false;
      if (error.getDuty() != Duty.FIX) {
        tellAtMs = nowMs + Wire.retryAfterMs(error) + backoff.delayMs(failures++);
        again();
      } else if (states.size() > 1) {
        oneByOne = states.size();
        Set<SettingsState> others = new LinkedHashSet<>(waiting);
        waiting.clear();
        again();
        waiting.addAll(others);
      } else {
        over(Wire.exception(error));
      }
    }

    @Override
    public void lost(long nowMs) {
      telling = false;
      again();
    }
  }

  /** Asks for what was changed since, page by page. */
  private final class Asking implements Calls.Caller {
    /** When the next page is to be asked for; MAX_VALUE when none is. */
    long dueAtMs = Long.MAX_VALUE;

    private boolean inFlight;

    /** A round is under way, and has come up to here. */
    private boolean begun;

    private long upTo;

    /** All there is comes in this round. */
    private boolean whole;

    /** Another round was asked for while one is under way. */
    private boolean again;

    boolean underWay() {
      return begun;
    }

    void reset() {
      dueAtMs = Long.MAX_VALUE;
      begun = false;
      again = false;
    }

    void want(long atMs) {
      if (begun) {
        again = true;
      } else {
        dueAtMs = Math.min(dueAtMs, atMs);
      }
    }

    long nextMs() {
      return inFlight || !calls.room() ? Long.MAX_VALUE : dueAtMs;
    }

    void ask(long nowMs) {
      if (!begun) {
        begun = true;
        upTo = since;
        whole = since == 0;
        book.beginRound();
      }
      dueAtMs = Long.MAX_VALUE;
      inFlight = true;
      calls.call(
          ClientFrame.newBuilder().setFetchSettings(FetchSettings.newBuilder().setSince(upTo)),
          this,
          nowMs);
    }

    @Override
    public void answered(ServerFrame answer, long nowMs) throws MalformedFrameException {
      inFlight = false;
      if (answer.getBodyCase() != ServerFrame.BodyCase.SETTINGS_PAGE) {
        throw new MalformedFrameException("answer to settings: " + answer.getBodyCase());
      }
      failures = 0;
      SettingsPage page = answer.getSettingsPage();
      if (page.getRestarted()) {
        whole = true;
        book.distrust(page.getAsOf());
      }
      page.getSettingsList().forEach(book::takeFromPage);
      upTo = page.getVersion();
      if (page.getMore() && page.getSettingsCount() > 0) {
        dueAtMs = nowMs;
      } else {
        finish(page.getAsOf(), nowMs);
      }
    }

    private void finish(long asOf, long nowMs) {
      if (whole) {
        book.settleRound(asOf);
      }
      begun = false;
      since = upTo;
      if (again) {
        again = false;
        want(nowMs);
      }
    }

    @Override
    public void refused(Error error, long nowMs) {
      inFlight = false;
      if (error.getDuty() == Duty.FIX) {
        reset();
      } else {
        dueAtMs = nowMs + Wire.retryAfterMs(error) + backoff.delayMs(failures++);
      }
    }

    @Override
    public void lost(long nowMs) {
      inFlight = false;
    }
  }
}
