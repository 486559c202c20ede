package dev.ferry.server.groups;

import dev.ferry.client.HistoryPage;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.core.Question;
import dev.ferry.client.group.GroupChange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a group's log says: its entries, and by those that tell of changes who was a member when.
 * Read by somebody who has been a member since the first entry; knows nothing of what the server
 * keeps of members besides.
 */
final class GroupTruth {
  private final List<ReceivedMessage> log;
  private final Map<String, List<long[]>> stretches = new HashMap<>();

  private GroupTruth(List<ReceivedMessage> log) {
    this.log = log;
    for (ReceivedMessage entry : log) {
      GroupChange change = entry.change();
      if (change != null) {
        change.users().forEach(user -> take(change.kind(), user, entry.seq()));
      }
    }
  }

  /** Reads the whole log. */
  static GroupTruth read(GroupPhone owner, String group) {
    List<ReceivedMessage> log = new ArrayList<>();
    HistoryPage page;
    do {
      page = owner.ask(Question.history(group, log.size() + 1L, 0)).join();
      log.addAll(page.messages());
    } while (log.size() < page.headSeq());
    return new GroupTruth(log);
  }

  private void take(GroupChange.Kind kind, String user, long seq) {
    List<long[]> own = stretches.computeIfAbsent(user, key -> new ArrayList<>());
    switch (kind) {
      case CREATED, ADDED, JOINED -> own.add(new long[] {seq, Long.MAX_VALUE});
      case LEFT, REMOVED -> own.get(own.size() - 1)[1] = seq;
      default -> {}
    }
  }

  List<ReceivedMessage> log() {
    return log;
  }

  /** The seqs that a user's device must have been shown, in this order. */
  long[] entitled(String user) {
    return log.stream()
        .mapToLong(ReceivedMessage::seq)
        .filter(seq -> entitles(user, seq))
        .toArray();
  }

  private boolean entitles(String user, long seq) {
    return stretches.getOrDefault(user, List.of()).stream()
        .anyMatch(stretch -> stretch[0] <= seq && seq <= stretch[1]);
  }

  /** How often the user became a member. */
  int admissions(String user) {
    return stretches.getOrDefault(user, List.of()).size();
  }

  /** The entry that holds this text, or null. */
  @Nullable ReceivedMessage find(String text) {
    return log.stream().filter(entry -> entry.content().text().equals(text)).findAny().orElse(null);
  }

  /** Every way in which the log itself is not dense and in order. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < log.size(); i++) {
      if (log.get(i).seq() != i + 1) {
        faults.add("entry " + i + " has seq " + log.get(i).seq());
      }
    }
    return faults;
  }

  /** What a device was shown against what it had to be; empty when that is the same. */
  List<String> compare(GroupPhone phone) {
    long[] shown = phone.shown();
    long[] entitled = entitled(phone.user());
    if (Arrays.equals(shown, entitled)) {
      return List.of();
    }
    int at = Arrays.mismatch(shown, entitled);
    return List.of(
        phone.user()
            + " was shown "
            + around(shown, at)
            + " (expected: "
            + around(entitled, at)
            + "), "
            + shown.length
            + " of "
            + entitled.length
            + " in "
            + stretches.getOrDefault(phone.user(), List.of()).stream()
                .map(Arrays::toString)
                .toList());
  }

  private static String around(long[] seqs, int at) {
    int from = Math.max(0, at - 2);
    return "…" + Arrays.toString(Arrays.copyOfRange(seqs, from, Math.min(seqs.length, at + 4)));
  }
}
