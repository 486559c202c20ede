package dev.ferry.server.delivery;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.GroupChange;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.Standing;
import dev.ferry.server.model.UserId;
import dev.ferry.server.session.Loop;
import dev.ferry.server.session.Session;
import dev.ferry.server.session.SessionRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one event loop's sessions. Belongs to that loop: every method is called there and
 * every field is used there only, so the members of a group need no lock and a change takes effect
 * between two entries, not in the middle of one.
 */
final class Roster {
  private static final LocalGroup[] NO_GROUPS = new LocalGroup[0];

  private final Loop loop;
  private final SessionRegistry sessions;
  private final Subscriptions subscriptions;
  private final PushEncoder encoder;
  private final BiConsumer<Session, ConversationId> expelled;
  private final Turns turns;
  private final Backlog backlog = new Backlog();
  private final Map<ConversationId, LocalGroup> groups = new HashMap<>();

  /** The groups in which a session has a seat; has every session that entered and did not leave. */
  private final Map<Session, LocalGroup[]> seated = new HashMap<>();

  /** Sessions for which what failed will be tried again. */
  private final Set<Session> retrying = new HashSet<>();

  /** The groups in which a session waits to be seated; few have any, and only for a moment. */
  private final Map<Session, List<LocalGroup>> awaited = new HashMap<>();

  /**
   * @param expelled told of each session that lost its seat by an entry
   * @param mend told of a group whose members must be asked for, because an entry is missing
   */
  Roster(
      Loop loop,
      SessionRegistry sessions,
      Subscriptions subscriptions,
      PushEncoder encoder,
      BiConsumer<Session, ConversationId> expelled,
      Consumer<LocalGroup> mend,
      Pacing pacing) {
    this.loop = loop;
    this.sessions = sessions;
    this.subscriptions = subscriptions;
    this.encoder = encoder;
    this.expelled = expelled;
    this.turns = new Turns(loop, this::change, mend, pacing);
  }

  Loop loop() {
    return loop;
  }

  /** An entry or a hint came from the bus. */
  void hear(Heard heard) {
    LocalGroup group = groups.get(heard.group());
    if (group != null) {
      if (heard instanceof GroupEntry entry) {
        group.hear(entry);
      } else if (heard instanceof GroupHint hint) {
        group.hint(hint.frame());
      }
      turns.list(group);
    }
  }

  /**
   * Entries were dropped, nobody knows of which groups; a session that is only entering one has no
   * other way to hear of it.
   */
  void overrun() {
    List.copyOf(groups.values()).forEach(turns::mend);
    seated.keySet().forEach(Session::compareHeads);
  }

  /** A session begins to enter its groups. */
  void admit(Session session) {
    seated.putIfAbsent(session, NO_GROUPS);
  }

  boolean isHere(Session session) {
    return seated.containsKey(session);
  }

  boolean hasSeat(Session session, LocalGroup group) {
    return Arrays.asList(seated.getOrDefault(session, NO_GROUPS)).contains(group);
  }

  /** The group, subscribed or about to be; stays until {@link #entered}. */
  LocalGroup enter(ConversationId id) {
    Topic topic = new Topic.OfGroup(id);
    LocalGroup group =
        groups.computeIfAbsent(id, key -> new LocalGroup(key, subscriptions.hold(topic), backlog));
    if (group.subscribed.toCompletableFuture().isCompletedExceptionally()) {
      group.subscribed = subscriptions.hold(topic);
      subscriptions.release(topic);
    }
    group.entering++;
    return group;
  }

  /** Whether the group is one that the session has nothing to do with yet. */
  boolean isNew(Session session, ConversationId id) {
    LocalGroup group = groups.get(id);
    return group == null || !(hasSeat(session, group) || group.awaiting.contains(session));
  }

  /** The opposite of {@link #enter}. */
  void entered(LocalGroup group) {
    group.entering--;
    dropIfIdle(group);
  }

  /**
   * Gives a session the seat that its user has by what was read, or has it wait for the entry that
   * admits the user. False when it must be read again, because the group has changed since.
   *
   * @param asked what was known of the group before Redis was asked
   */
  boolean place(Session session, LocalGroup group, LocalGroup.Place asked, Standing read) {
    if (!isHere(session) || group.dropped || read.epoch() == 0) {
      return true;
    }
    if (asked.isLostIn(read) && group.isKnown()) {
      turns.mend(group);
    } else if (asked.isLostIn(read) && asked.equals(group.newest())) {
      group.loseEnd();
    }
    if (group.unsure || group.outdates(read)) {
      return false;
    }
    if (!read.member()) {
      return true;
    }
    if (!group.isKnown()) {
      group.begin(read);
      turns.list(group);
    }
    if (!group.knows(read.epoch())) {
      turns.mend(group);
      return false;
    }
    if (read.fromSeq() > group.applied()) {
      // A seat that it has is of an earlier membership, whose end has yet to be taken up as well.
      await(session, group);
    } else if (!hasSeat(session, group)) {
      seat(session, group);
      if (read.headSeq() < group.begun()) {
        pushHead(session, new Head(group.id, group.epoch(), group.begun(), 0, false));
      }
    }
    return true;
  }

  void pushHead(Session session, Head head) {
    session.push(encoder.head(head));
  }

  /** Whether a retry for the session is to come now; only one does at a time. */
  boolean beginRetry(Session session) {
    return isHere(session) && retrying.add(session);
  }

  /** The retry begins; false when the session has left. */
  boolean endRetry(Session session) {
    retrying.remove(session);
    return isHere(session);
  }

  /** Takes a session out of all its groups. */
  void leave(Session session) {
    LocalGroup[] left = seated.remove(session);
    if (left == null) {
      return;
    }
    for (LocalGroup group : left) {
      group.seats.remove(session);
      dropIfIdle(group);
    }
    for (LocalGroup group : awaited.getOrDefault(session, List.of())) {
      group.awaiting.remove(session);
      dropIfIdle(group);
    }
    awaited.remove(session);
  }

  /** The sessions with a seat and those that wait for one. */
  List<Session> members(LocalGroup group) {
    List<Session> members = new ArrayList<>(group.awaiting);
    group.seats.forEach(members::add);
    return members;
  }

  /** No change of the members was missed up to {@code read}; messages may have been. */
  void settle(LocalGroup group, Standing read) {
    group.begin(read);
    Head head = new Head(group.id, read.epoch(), read.logSeq(), read.timeMs(), false);
    group.seats.forEach(session -> pushHead(session, head));
    turns.list(group);
  }

  /**
   * Every member was asked for, one after the other: seats are right as of the oldest answer of the
   * log's newest life, and the entries after it, of which some answers know already, take effect
   * once more without harm.
   */
  void settle(LocalGroup group, Map<UserId, Standing> read) {
    long epoch = read.values().stream().mapToLong(Standing::epoch).max().orElse(0);
    Standing oldest =
        read.values().stream()
            .filter(each -> each.epoch() == epoch)
            .min(Comparator.comparingLong(Standing::logSeq))
            .orElseThrow();
    if (epoch == 0) {
      // There is no such group any more, for anybody who is here.
      group.forget();
    } else {
      group.begin(oldest);
    }
    for (Session session : members(group)) {
      Standing standing = read.get(session.user());
      if (standing != null) {
        settle(session, group, standing, oldest);
      }
    }
    dropIfIdle(group);
    turns.list(group);
  }

  private void settle(Session session, LocalGroup group, Standing standing, Standing oldest) {
    if (!standing.member() || standing.epoch() != oldest.epoch()) {
      noLongerAwait(session, group);
      expel(session, group);
    } else if (standing.fromSeq() <= oldest.logSeq()) {
      seat(session, group);
    } else {
      unseat(session, group);
      await(session, group);
    }
    if (standing.epoch() != 0) {
      pushHead(session, standing.head());
    }
  }

  private void change(LocalGroup group, GroupEntry entry) {
    GroupChange change = entry.entry().change();
    if (change == null) {
      return;
    }
    if (change.kind() == GroupChange.Kind.DISMISSED) {
      for (Session session : members(group)) {
        noLongerAwait(session, group);
        unseat(session, group);
      }
    } else if (change.kind().expels()) {
      // Not by the registry: a session that was replaced has left it, and keeps its seat to the
      // end.
      Set<UserId> users = Set.copyOf(change.users());
      for (Session session : members(group)) {
        if (users.contains(session.user()) && hasSeat(session, group)) {
          expel(session, group);
        }
      }
    } else {
      change.users().forEach(user -> admit(user, group, entry));
    }
    dropIfIdle(group);
  }

  private void admit(UserId user, LocalGroup group, GroupEntry entry) {
    for (Session session : sessions.of(user)) {
      boolean here = session.connection().loop() == loop && isHere(session);
      if (here && !hasSeat(session, group)) {
        seat(session, group);
        session.push(entry.frame());
      }
    }
  }

  /** The user may be a member again by now, and whoever told so may have found the old seat. */
  private void expel(Session session, LocalGroup group) {
    unseat(session, group);
    expelled.accept(session, group.id);
  }

  private void seat(Session session, LocalGroup group) {
    noLongerAwait(session, group);
    if (!hasSeat(session, group)) {
      LocalGroup[] before = seated.getOrDefault(session, NO_GROUPS);
      LocalGroup[] after = Arrays.copyOf(before, before.length + 1);
      after[before.length] = group;
      seated.put(session, after);
      group.seats.add(session);
    }
  }

  private void await(Session session, LocalGroup group) {
    if (!group.awaiting.contains(session)) {
      group.awaiting.add(session);
      awaited.computeIfAbsent(session, key -> new ArrayList<>(1)).add(group);
    }
  }

  private void noLongerAwait(Session session, LocalGroup group) {
    if (group.awaiting.remove(session)) {
      awaited.computeIfPresent(
          session,
          (key, before) -> {
            before.remove(group);
            return before.isEmpty() ? null : before;
          });
    }
  }

  private void unseat(Session session, LocalGroup group) {
    seated.computeIfPresent(
        session,
        (key, before) -> {
          LocalGroup[] after =
              Arrays.stream(before).filter(each -> each != group).toArray(LocalGroup[]::new);
          if (after.length < before.length) {
            group.seats.remove(session);
          }
          return after;
        });
  }

  private void dropIfIdle(LocalGroup group) {
    if (group.isIdle() && !group.dropped) {
      group.drop();
      groups.remove(group.id);
      subscriptions.release(new Topic.OfGroup(group.id));
    }
  }

  /** The group, if somebody here has to do with it. */
  @Nullable LocalGroup find(ConversationId id) {
    return groups.get(id);
  }
}
