package dev.ferry.server.delivery;

import dev.ferry.server.model.Standing;
import dev.ferry.server.model.UserId;
import dev.ferry.server.session.Session;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out who is a member after an entry of a group was missed: what was missed may be a removal,
 * so nothing is delivered until it is known (P6). Mostly one question is enough, because no change
 * was among what was missed. Belongs to its roster's loop; few groups at a time, the others wait.
 */
final class Mending {
  private static final Logger LOG = LoggerFactory.getLogger(Mending.class);
  private static final int AT_ONCE_MAX = 4;

  /** Far below what may wait for Redis: others have questions too. */
  private static final int WINDOW = 50;

  private static final Duration AGAIN_AFTER = Duration.ofMillis(500);

  private final Memberships memberships;
  private final Roster roster;
  private final Queue<LocalGroup> waiting = new ArrayDeque<>();
  private int underWay;

  Mending(Memberships memberships, Roster roster) {
    this.memberships = memberships;
    this.roster = roster;
  }

  /** To be called once for a group that has become unsure. */
  void mend(LocalGroup group) {
    waiting.add(group);
    pump();
  }

  private void pump() {
    while (underWay < AT_ONCE_MAX) {
      LocalGroup group = waiting.poll();
      if (group == null) {
        return;
      }
      begin(group);
    }
  }

  private void begin(LocalGroup group) {
    List<UserId> users = roster.members(group).stream().map(Session::user).distinct().toList();
    if (users.isEmpty() || group.dropped) {
      group.forget();
      return;
    }
    underWay++;
    LocalGroup.Place asked = group.newest();
    memberships
        .standing(users.get(0), group.id)
        .thenCompose(
            first ->
                unchanged(group, first)
                    ? CompletableFuture.completedStage(List.of(first))
                    : others(group, users, new ArrayList<>(List.of(first))))
        .whenComplete(
            (read, failure) ->
                roster.loop().execute(() -> end(group, users, asked, read, failure)));
  }

  /** Read on another thread, of values that stay as they are while the group is unsure. */
  private static boolean unchanged(LocalGroup group, Standing read) {
    return group.knows(read.epoch()) && group.version() == read.version();
  }

  /** Asks for the users that are not in {@code read} yet, a few at a time. */
  private CompletionStage<List<Standing>> others(
      LocalGroup group, List<UserId> users, List<Standing> read) {
    List<CompletableFuture<Standing>> asked = new ArrayList<>();
    int to = Math.min(users.size(), read.size() + WINDOW);
    for (UserId user : users.subList(read.size(), to)) {
      asked.add(memberships.standing(user, group.id).toCompletableFuture());
    }
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenCompose(
            done -> {
              asked.forEach(each -> read.add(each.join()));
              return to == users.size()
                  ? CompletableFuture.completedStage(read)
                  : others(group, users, read);
            });
  }

  private void end(
      LocalGroup group,
      List<UserId> users,
      LocalGroup.Place asked,
      @Nullable List<Standing> read,
      @Nullable Throwable failure) {
    underWay--;
    try {
      if (read == null || failure != null) {
        LOG.atDebug().addKeyValue("group", group.id).setCause(failure).log("members not known yet");
        roster.loop().after(AGAIN_AFTER, () -> mend(group));
      } else {
        settle(group, users, asked, read);
      }
    } finally {
      pump();
    }
  }

  private void settle(
      LocalGroup group, List<UserId> users, LocalGroup.Place asked, List<Standing> read) {
    if (asked.isLostIn(read.get(0))) {
      group.loseEnd();
    }
    if (read.size() == 1 && unchanged(group, read.get(0))) {
      roster.settle(group, read.get(0));
      return;
    }
    Map<UserId, Standing> byUser = new HashMap<>();
    for (int i = 0; i < users.size(); i++) {
      byUser.put(users.get(i), read.get(i));
    }
    roster.settle(group, byUser);
  }
}
