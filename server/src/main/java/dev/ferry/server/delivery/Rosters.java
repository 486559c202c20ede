package dev.ferry.server.delivery;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Hint;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.Signal;
import dev.ferry.server.model.Standing;
import dev.ferry.server.model.UserId;
import dev.ferry.server.session.Loop;
import dev.ferry.server.session.Session;
import dev.ferry.server.session.SessionRegistry;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The groups of this node's sessions: one {@link Roster} a loop, each following the groups'
 * channels by itself. Thread-safe; the map is fixed.
 */
public final class Rosters {
  private static final Logger LOG = LoggerFactory.getLogger(Rosters.class);

  private static final long AGAIN_MS_LEAST = 1000;
  private static final long AGAIN_MS_MOST = 3000;

  private final SessionRegistry sessions;
  private final Memberships memberships;
  private final PushEncoder encoder;
  private final Map<Loop, Place> places = new IdentityHashMap<>();

  /** What one loop has. */
  private record Place(Roster roster, Entrance entrance, Inbox inbox) {}

  public Rosters(
      List<Loop> loops,
      SessionRegistry sessions,
      Subscriptions subscriptions,
      Memberships memberships,
      PushEncoder encoder) {
    this(loops, sessions, subscriptions, memberships, encoder, new Pacing(loops.size()));
  }

  /** With another pace, for tests. */
  Rosters(
      List<Loop> loops,
      SessionRegistry sessions,
      Subscriptions subscriptions,
      Memberships memberships,
      PushEncoder encoder,
      Pacing pacing) {
    this.sessions = sessions;
    this.memberships = memberships;
    this.encoder = encoder;
    loops.forEach(loop -> places.put(loop, place(loop, subscriptions, pacing)));
  }

  private Place place(Loop loop, Subscriptions subscriptions, Pacing pacing) {
    Mending[] mending = new Mending[1];
    Roster roster =
        new Roster(
            loop,
            sessions,
            subscriptions,
            encoder,
            (session, group) -> enterNew(session, List.of(group)),
            group -> mending[0].mend(group),
            pacing);
    mending[0] = new Mending(memberships, roster);
    Signals signals = new Signals(loop, roster, pacing);
    Inbox inbox = new Inbox(loop, roster::hear, signals::hear, roster::overrun);
    return new Place(roster, new Entrance(memberships, roster), inbox);
  }

  /** The session enters groups from here on. To be followed by {@link #leave}. */
  void admit(Session session) {
    Roster roster = placeOf(session).roster();
    roster.loop().execute(() -> roster.admit(session));
  }

  /**
   * Brings a session into groups, as {@link Attendance#enter} says.
   *
   * @return how the user stands in each
   */
  CompletionStage<List<Standing>> enter(Session session, List<ConversationId> groups) {
    return placeOf(session).entrance().enter(session, groups);
  }

  /** Takes a session out of its groups. On its loop. */
  void leave(Session session) {
    placeOf(session).roster().leave(session);
  }

  /** An entry of a group was published. */
  void entry(LogEntry entry) {
    GroupEntry encoded = new GroupEntry(entry, encoder.entry(entry));
    places.values().forEach(place -> place.inbox().put(encoded));
  }

  /** Receipts of a group changed. */
  void hint(Hint.ReceiptsChanged changed) {
    GroupHint encoded = new GroupHint(changed.conversation(), encoder.hint(changed));
    places.values().forEach(place -> place.inbox().put(encoded));
  }

  /** A signal of a group was published. */
  void signal(Signal signal) {
    GroupSignal encoded = new GroupSignal(signal, encoder.hint(signal));
    places.values().forEach(place -> place.inbox().put(encoded));
  }

  /**
   * Whether the session gets what is published in the group, as far as this node has heard of
   * changes. On the session's loop.
   */
  public boolean isSeated(Session session, ConversationId id) {
    Roster roster = placeOf(session).roster();
    LocalGroup group = roster.find(id);
    return group != null && roster.hasSeat(session, group);
  }

  /** A user was admitted to a group; maybe the first one on this node. */
  void admitted(UserId user, ConversationId group) {
    for (Session session : sessions.of(user)) {
      session.connection().loop().execute(() -> enterNew(session, List.of(group)));
    }
  }

  /**
   * Makes up for what the bus may not have brought: enters what the session's user was admitted to,
   * and then has the client compare heads, because the user may have been admitted and expelled.
   */
  public void refresh(Session session) {
    memberships
        .groupsOf(session.user())
        .thenAcceptAsync(
            groups -> {
              enterNew(session, groups);
              session.compareHeads();
            },
            session.connection().loop())
        .exceptionally(failure -> failed(session, failure));
  }

  private void enterNew(Session session, List<ConversationId> groups) {
    Place place = placeOf(session);
    Roster roster = place.roster();
    List<ConversationId> fresh =
        groups.stream().filter(group -> roster.isNew(session, group)).toList();
    if (!roster.isHere(session) || fresh.isEmpty()) {
      return;
    }
    place
        .entrance()
        .enter(session, fresh)
        .thenAcceptAsync(
            standings -> standings.forEach(standing -> roster.pushHead(session, standing.head())),
            roster.loop())
        .exceptionally(failure -> failed(session, failure));
  }

  /**
   * Redis was away, or slow: what could not be entered is entered later, at most once for each
   * session however much failed, and not by all at the same moment.
   */
  private @Nullable Void failed(Session session, Throwable failure) {
    LOG.atDebug().addKeyValue("session", session).setCause(failure).log("groups not entered yet");
    Loop loop = session.connection().loop();
    loop.execute(() -> retry(session, loop));
    return null;
  }

  private void retry(Session session, Loop loop) {
    Roster roster = placeOf(session).roster();
    if (roster.beginRetry(session)) {
      long delay = ThreadLocalRandom.current().nextLong(AGAIN_MS_LEAST, AGAIN_MS_MOST);
      loop.after(
          Duration.ofMillis(delay),
          () -> {
            if (roster.endRetry(session)) {
              refresh(session);
            }
          });
    }
  }

  private Place placeOf(Session session) {
    return Objects.requireNonNull(
        places.get(session.connection().loop()), "a session of another loop");
  }
}
