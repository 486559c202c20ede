package dev.ferry.server.delivery;

import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ClientMessageId;
import dev.ferry.server.model.Content;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.GroupChange;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.Standing;
import dev.ferry.server.model.UserId;
import dev.ferry.server.session.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A group as Redis would have it: its log, and who was a member during which stretches. Every entry
 * ever written has a number of its own, also when the log has lost it since.
 */
final class SimGroup {
  final ConversationId id;
  private List<LogEntry> log = new ArrayList<>();
  private Map<UserId, List<Stretch>> stretches = new HashMap<>();
  private final Map<Long, Set<UserId>> entitled = new HashMap<>();
  private long epoch = 7;
  private long version;
  private long numbers;
  private boolean dismissed;
  private boolean lostEnd;

  /** Both ends included; {@code to} is the largest number while it lasts. */
  private record Stretch(long from, long to) {}

  SimGroup(String name) {
    id = ConversationId.parse("g/" + name);
  }

  boolean isMember(UserId user) {
    Stretch last = last(user);
    return !dismissed && last != null && last.to() == Long.MAX_VALUE;
  }

  boolean isDismissed() {
    return dismissed;
  }

  static long number(LogEntry entry) {
    return entry.id().low();
  }

  /** Whether the user was a member when the entry of that number was written. */
  boolean entitles(UserId user, long number) {
    return entitled.getOrDefault(number, Set.of()).contains(user);
  }

  List<LogEntry> log() {
    return log;
  }

  LogEntry say(Session sender) {
    return append(sender, null);
  }

  LogEntry admit(Session by, UserId user) {
    stretches
        .computeIfAbsent(user, key -> new ArrayList<>())
        .add(new Stretch(log.size() + 1, Long.MAX_VALUE));
    return change(by, GroupChange.of(GroupChange.Kind.ADDED, List.of(user)));
  }

  LogEntry expel(Session by, UserId user) {
    List<Stretch> own = stretches.getOrDefault(user, new ArrayList<>());
    own.set(own.size() - 1, new Stretch(own.get(own.size() - 1).from(), log.size() + 1));
    return change(by, GroupChange.of(GroupChange.Kind.REMOVED, List.of(user)));
  }

  LogEntry rename(Session by) {
    return change(by, GroupChange.of(GroupChange.Kind.SETTINGS, List.of()));
  }

  LogEntry dismiss(Session by) {
    LogEntry last = change(by, GroupChange.of(GroupChange.Kind.DISMISSED, List.of()));
    dismissed = true;
    return last;
  }

  /** Redis loses the newest entries, and what they did; the next one begins a new epoch. */
  void loseEnd(int entries) {
    int kept = Math.max(0, log.size() - entries);
    if (dismissed || kept == log.size()) {
      return;
    }
    log = new ArrayList<>(log.subList(0, kept));
    lostEnd = true;
    version = 0;
    Map<UserId, List<Stretch>> left = new HashMap<>();
    stretches.forEach(
        (user, own) -> {
          List<Stretch> before =
              new ArrayList<>(own.stream().filter(each -> each.from() <= kept).toList());
          if (!before.isEmpty()) {
            Stretch last = before.get(before.size() - 1);
            long to = last.to() > kept ? Long.MAX_VALUE : last.to();
            before.set(before.size() - 1, new Stretch(last.from(), to));
            left.put(user, before);
          }
        });
    stretches = left;
    for (LogEntry entry : log) {
      version = entry.change() == null ? version : entry.place().seq();
    }
  }

  Standing standing(UserId user) {
    Stretch last = last(user);
    if (last == null) {
      return new Standing(id, false, 0, 0, 0, 0, 0, 0);
    }
    boolean member = isMember(user);
    long readable = Math.min(last.to(), log.size());
    return new Standing(
        id, member, member ? last.from() : 0, epoch, readable, 1, log.size(), version);
  }

  /** What the user may read up to a seq. */
  List<LogEntry> readable(UserId user, long head) {
    return log.stream()
        .filter(entry -> entry.place().seq() <= head)
        .filter(entry -> entitles(user, number(entry)))
        .toList();
  }

  private @Nullable Stretch last(UserId user) {
    List<Stretch> own = stretches.getOrDefault(user, List.of());
    return own.isEmpty() ? null : own.get(own.size() - 1);
  }

  private LogEntry change(Session by, GroupChange change) {
    version = log.size() + 1;
    return append(by, change);
  }

  private LogEntry append(Session sender, @Nullable GroupChange change) {
    if (lostEnd) {
      epoch++;
      lostEnd = false;
    }
    long seq = log.size() + 1;
    LogEntry entry =
        new LogEntry(
            id,
            new Accepted(epoch, seq, 1),
            sender.user(),
            sender.device(),
            sender.stamp(),
            new ClientMessageId(0, ++numbers),
            new Content("text", new byte[0], ""),
            change);
    log.add(entry);
    Set<UserId> members = new HashSet<>();
    stretches.forEach(
        (user, own) -> {
          Stretch last = own.get(own.size() - 1);
          if (!dismissed && last.from() <= seq && seq <= last.to()) {
            members.add(user);
          }
        });
    entitled.put(numbers, members);
    return entry;
  }
}
