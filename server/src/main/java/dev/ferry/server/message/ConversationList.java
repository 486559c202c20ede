package dev.ferry.server.message;

import dev.ferry.server.delivery.Memberships;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.HeadsPage;
import dev.ferry.server.model.Standing;
import dev.ferry.server.model.Touched;
import dev.ferry.server.model.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A user's conversations, newest activity first, a page at a time: those touched since the asker
 * last asked, and all groups. The first page has the newest of both; then come the other groups,
 * which are few, and then the index, from where the first page ended in it. Stateless; any thread.
 */
public final class ConversationList {
  /** Conversations on the first page, at most. */
  public static final int FIRST_PAGE = 50;

  private static final int PAGE = 200;

  private final ConversationIndex index;
  private final Memberships memberships;

  public ConversationList(ConversationIndex index, Memberships memberships) {
    this.index = index;
    this.memberships = memberships;
  }

  /**
   * One page.
   *
   * @param since the {@code version} that the asker got the last time, or 0; the following pages
   *     have it in {@code after}
   * @param after the {@code next} of the page before, or empty
   */
  public CompletionStage<HeadsPage> page(UserId user, long since, String after) {
    if (after.isEmpty()) {
      return index
          .touched(user, since, Long.MAX_VALUE, FIRST_PAGE)
          .thenCompose(
              touched -> standings(user).thenCompose(groups -> first(user, touched, groups)));
    }
    HeadsCursor cursor = HeadsCursor.parse(after);
    return cursor.amongGroups()
        ? standings(user).thenApply(groups -> groups(groups, cursor))
        : touched(user, cursor);
  }

  /**
   * The first page, of what was read of the user's index and then of its groups. In this order: a
   * group that was left in between comes as left, or is touched after the version that the page
   * has.
   *
   * @param touched at most {@link #FIRST_PAGE}
   */
  public CompletionStage<HeadsPage> first(UserId user, Touched touched, List<Standing> groups) {
    Map<ConversationId, Head> known = new HashMap<>();
    for (Standing group : groups) {
      if (group.epoch() != 0) {
        known.put(group.group(), group.head());
      }
    }
    List<ConversationId> asked =
        conversations(touched).stream()
            .filter(conversation -> !known.containsKey(conversation))
            .toList();
    return heads(user, asked).thenApply(heads -> first(touched, heads, known.values()));
  }

  private static HeadsPage first(Touched touched, List<Head> heads, Collection<Head> groups) {
    List<Head> all = new ArrayList<>(heads);
    all.addAll(groups);
    all.sort(Comparator.comparingLong(Head::timeMs).reversed());
    boolean complete = touched.entries().size() < FIRST_PAGE && all.size() <= FIRST_PAGE;
    List<Head> page = List.copyOf(all.subList(0, Math.min(FIRST_PAGE, all.size())));
    // What did not get onto the page of the index comes again with its rest.
    long shown = oldestShown(touched, page);
    String next = complete ? "" : HeadsCursor.groups(shown, touched.since()).text();
    return new HeadsPage(page, next, touched.version());
  }

  /**
   * The touch before which the index goes on: that of the oldest of an unbroken row on the page.
   */
  private static long oldestShown(Touched touched, List<Head> page) {
    Set<ConversationId> shown = conversations(page);
    long oldest = Long.MAX_VALUE;
    for (Touched.Entry entry : touched.entries()) {
      if (!shown.contains(entry.conversation())) {
        break;
      }
      oldest = entry.touch();
    }
    return oldest;
  }

  private static HeadsPage groups(List<Standing> groups, HeadsCursor cursor) {
    List<Head> page =
        groups.stream()
            .filter(group -> group.epoch() != 0)
            .map(Standing::head)
            .filter(head -> head.conversation().value().compareTo(cursor.group()) > 0)
            .sorted(Comparator.comparing(head -> head.conversation().value()))
            .limit(PAGE)
            .toList();
    HeadsCursor next =
        page.size() < PAGE
            ? cursor.inIndex(cursor.before())
            : cursor.afterGroup(page.get(PAGE - 1).conversation().value());
    return new HeadsPage(page, next.text(), 0);
  }

  private CompletionStage<HeadsPage> touched(UserId user, HeadsCursor cursor) {
    return index
        .touched(user, cursor.since(), cursor.before(), PAGE)
        .thenCompose(
            touched ->
                heads(user, conversations(touched))
                    .thenApply(
                        heads -> {
                          List<Touched.Entry> entries = touched.entries();
                          String next =
                              entries.size() < PAGE
                                  ? ""
                                  : cursor.inIndex(entries.get(PAGE - 1).touch()).text();
                          return new HeadsPage(heads, next, 0);
                        }));
  }

  private CompletionStage<List<Head>> heads(UserId user, List<ConversationId> ids) {
    return ids.isEmpty() ? CompletableFuture.completedStage(List.of()) : index.heads(user, ids);
  }

  private static List<ConversationId> conversations(Touched touched) {
    return touched.entries().stream().map(Touched.Entry::conversation).toList();
  }

  private static Set<ConversationId> conversations(List<Head> heads) {
    Set<ConversationId> conversations = new HashSet<>();
    heads.forEach(head -> conversations.add(head.conversation()));
    return conversations;
  }

  private CompletionStage<List<Standing>> standings(UserId user) {
    return memberships.groupsOf(user).thenCompose(groups -> memberships.standings(user, groups));
  }
}
