package dev.ferry.server.message;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.delivery.Memberships;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.HeadsPage;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.Standing;
import dev.ferry.server.model.Touched;
import dev.ferry.server.model.UserId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user's list of conversations over an index and memberships that change as the test likes. */
class ConversationListTest {
  private static final int SEEDS = 300;
  private static final int FIRST_PAGE = 50;
  private static final int PAGE = 200;
  private static final int PAGES_MAX = 20;
  private static final UserId ANN = new UserId("ann");

  private final World world = new World();
  private final ConversationList list = new ConversationList(world, world);

  @Test
  void whoHasNoConversationsHasAnEmptyPage() {
    HeadsPage page = page(0, "");
    assertEquals(List.of(), page.heads());
    assertEquals("", page.next());
    assertEquals(world.clock + 1, page.version());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 49, 50, 51, 249, 250, 251, 450, 451})
  void directConversationsComeOnceNewestFirstFiftyAndThenTwoHundredAPage(int count) {
    directs(count);
    List<HeadsPage> pages = walk(0);
    List<Head> heads = heads(pages);
    List<Head> expected = new ArrayList<>(world.truth().values());
    expected.sort(Comparator.comparingLong(Head::timeMs).reversed());
    assertEquals(expected, heads);
    assertEquals(Math.min(count, FIRST_PAGE), pages.get(0).heads().size());
    assertTrue(pages.stream().skip(1).allMatch(page -> page.version() == 0));
  }

  @Test
  void theFirstPageIsTheOnlyOneWhenItHasAll() {
    directs(20);
    groups(29);
    assertEquals(1, walk(0).size());
    directs(22);
    assertNotEquals(1, walk(0).size());
  }

  @Test
  void theFirstPageHasTheNewestOfBothKinds() {
    for (int i = 0; i < 40; i++) {
      directs(i + 1);
      groups(i + 1);
    }
    List<Head> newest = new ArrayList<>(world.truth().values());
    newest.sort(Comparator.comparingLong(Head::timeMs).reversed());
    assertEquals(newest.subList(0, FIRST_PAGE), page(0, "").heads());
  }

  @ParameterizedTest
  @ValueSource(ints = {49, 50, 51, 200, 201, 249, 250, 400, 500})
  void allGroupsComeAlsoThoseBeyondTheFirstPage(int count) {
    directs(30);
    groups(count);
    directs(60);
    List<Head> heads = heads(walk(0));
    assertEquals(world.truth(), byConversation(heads));
    Set<ConversationId> beyond =
        heads.stream().skip(FIRST_PAGE).map(Head::conversation).collect(toSet());
    world.groups.keySet().forEach(group -> assertTrue(beyond.contains(group) || count < 50));
  }

  @Test
  void groupsComeWhetherOrNotTheIndexHasThem() {
    groups(120);
    world.touches.keySet().removeIf(group -> group.value().hashCode() % 2 == 0);
    assertTrue(world.touches.size() < 120);
    assertEquals(world.truth(), byConversation(heads(walk(0))));
    assertEquals(world.truth(), byConversation(heads(walk(world.clock + 1))));
  }

  @Test
  void groupsThatWereLeftComeFromTheIndexAsLeft() {
    groups(300);
    for (int i = 0; i < 300; i += 3) {
      world.leave(group(i));
    }
    directs(100);
    Map<ConversationId, Head> found = byConversation(heads(walk(0)));
    assertEquals(world.truth(), found);
    assertEquals(100, found.values().stream().filter(Head::left).count());
  }

  @Test
  void sinceAVersionComesWhatWasTouchedFromThenOnAndAllGroups() {
    directs(100);
    groups(10);
    long version = page(0, "").version();
    Set<ConversationId> expected = new HashSet<>(world.groups.keySet());
    assertEquals(expected, byConversation(heads(walk(version))).keySet());
    for (int i = 0; i < 70; i++) {
      world.say(direct(i));
      expected.add(direct(i));
    }
    world.leave(group(3));
    world.say(group(4));
    assertEquals(expected, byConversation(heads(walk(version))).keySet());
    assertTrue(
        heads(walk(version)).stream()
            .anyMatch(head -> head.conversation().equals(group(3)) && head.left()));
  }

  @Test
  void conversationsWithoutALogAreLeftOut() {
    directs(300);
    for (int i = 0; i < 300; i += 2) {
      world.directs.remove(direct(i));
    }
    groups(3);
    world.groups.put(group(1), new Standing(group(1), false, 0, 0, 0, 0, 0, 0));
    assertEquals(152, world.truth().size());
    assertEquals(world.truth(), byConversation(heads(walk(0))));
  }

  /**
   * While the list is read, before each answer that is needed for it, conversations go on, begin,
   * and are left. What the pages say, corrected by what is asked for with their version, is right.
   */
  @Test
  void pagesAndWhatWasTouchedSinceAreEverything() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      World moving = new World();
      for (int i = 10 + random.nextInt(900); i > 0; i--) {
        moving.act(random);
      }
      int most = random.nextInt(60);
      moving.stir =
          () -> {
            for (int i = random.nextInt(most + 1); i > 0; i--) {
              moving.act(random);
            }
          };
      ConversationList moved = new ConversationList(moving, moving);
      List<HeadsPage> pages = walk(moved, 0);
      moving.stir = () -> {};
      List<HeadsPage> since = walk(moved, pages.get(0).version());
      Map<ConversationId, Head> found = byConversation(heads(pages));
      found.putAll(byConversation(heads(since)));
      assertEquals(Set.of(), difference(moving.truth(), found), "seed " + seed);
    }
  }

  @Test
  void cursorsComeBackAsTheyWereGiven() {
    for (long before : new long[] {0, 1, 1L << 53, Long.MAX_VALUE}) {
      for (long since : new long[] {0, 1, Long.MAX_VALUE}) {
        HeadsCursor first = HeadsCursor.groups(before, since);
        HeadsCursor index = first.inIndex(before / 2);
        assertNotEquals(first.text(), first.inIndex(before).text());
        assertEquals(first, HeadsCursor.parse(first.text()));
        assertEquals(index, HeadsCursor.parse(index.text()));
        for (String group : List.of("g/a", "g/A.b_c-9", "g/" + "x".repeat(64))) {
          HeadsCursor cursor = first.afterGroup(group);
          assertEquals(cursor, HeadsCursor.parse(cursor.text()));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "i",
        "i:",
        "i:1",
        "i:1:",
        "i:-1:1",
        "i:1:-1",
        "i:x:1",
        "i:1:1 ",
        " i:1:1",
        "i:1:1\n",
        "i:9223372036854775808:1",
        "i:1:9223372036854775808",
        "i:١:1",
        "i:12345678901234567890:1",
        "i:1:2:3",
        "g:1:1",
        "g::1",
        "g:::",
        "g:g/a:1:",
        "g:g/:1:1",
        "g:d/a/b:1:1",
        "g:g/a b:1:1",
        "g:g/a:b:1:1",
        "G::1:1",
        "x:1:1",
        "12"
      })
  void whatIsNoCursorIsRefused(String text) {
    InvalidValueException refused =
        assertThrows(InvalidValueException.class, () -> list.page(ANN, 0, text));
    assertEquals(text, refused.value());
  }

  @Test
  void aLongTextIsNoCursor() {
    String text = "g:g/" + "x".repeat(65) + ":1:1";
    assertThrows(InvalidValueException.class, () -> list.page(ANN, 0, text));
  }

  private void directs(int count) {
    for (int i = 0; i < count; i++) {
      world.say(direct(i));
    }
  }

  private void groups(int count) {
    for (int i = 0; i < count; i++) {
      world.join(group(i));
    }
  }

  private static ConversationId direct(int number) {
    return ConversationId.direct(ANN, new UserId("peer" + number));
  }

  private static ConversationId group(int number) {
    return ConversationId.parse("g/group" + number);
  }

  private HeadsPage page(long since, String after) {
    return now(list.page(ANN, since, after));
  }

  private List<HeadsPage> walk(long since) {
    return walk(list, since);
  }

  /** All pages, which end and are not too long. */
  private static List<HeadsPage> walk(ConversationList list, long since) {
    List<HeadsPage> pages = new ArrayList<>();
    String after = "";
    do {
      HeadsPage page = now(list.page(ANN, since, after));
      int most = pages.isEmpty() ? FIRST_PAGE : PAGE;
      assertTrue(page.heads().size() <= most, () -> page.heads().size() + " heads");
      pages.add(page);
      assertTrue(pages.size() <= PAGES_MAX, "no end of pages");
      after = page.next();
    } while (!after.isEmpty());
    return pages;
  }

  private static <T> T now(CompletionStage<T> stage) {
    assertTrue(stage.toCompletableFuture().isDone());
    return stage.toCompletableFuture().join();
  }

  private static List<Head> heads(List<HeadsPage> pages) {
    return pages.stream().flatMap(page -> page.heads().stream()).toList();
  }

  /** As a client applies them: each replaces what was known. */
  private static Map<ConversationId, Head> byConversation(List<Head> heads) {
    Map<ConversationId, Head> found = new HashMap<>();
    heads.forEach(head -> found.put(head.conversation(), head));
    return found;
  }

  private static Set<Head> difference(
      Map<ConversationId, Head> expected, Map<ConversationId, Head> found) {
    Set<Head> difference = new HashSet<>(found.values());
    difference.removeAll(new HashSet<>(expected.values()));
    expected.values().stream()
        .filter(head -> !head.equals(found.get(head.conversation())))
        .forEach(difference::add);
    return difference;
  }

  /** One user's conversations, and what the ports say of them. */
  private static final class World implements ConversationIndex, Memberships {
    private final Map<ConversationId, Long> touches = new HashMap<>();
    private final Map<ConversationId, Head> directs = new HashMap<>();

    /** Also those that were left. */
    private final Map<ConversationId, Standing> groups = new HashMap<>();

    /** The latest touch and the latest message. */
    private long clock = 1_000;

    /** What happens before an answer. */
    private Runnable stir = () -> {};

    void act(Random random) {
      ConversationId group = group(random.nextInt(400));
      Standing standing = groups.get(group);
      int what = random.nextInt(10);
      if (what < 4) {
        say(direct(random.nextInt(700)));
      } else if (standing == null || !standing.member()) {
        join(group);
      } else if (what == 4) {
        leave(group);
      } else {
        say(group);
      }
    }

    /** Touches a direct conversation, but not a group. */
    void say(ConversationId conversation) {
      clock++;
      Standing standing = groups.get(conversation);
      if (standing != null) {
        groups.put(conversation, standing(conversation, true, standing.logSeq() + 1));
        return;
      }
      Head before = directs.get(conversation);
      long seq = before == null ? 1 : before.seq() + 1;
      directs.put(conversation, new Head(conversation, 7, seq, clock, false));
      touches.put(conversation, clock);
    }

    void join(ConversationId group) {
      change(group, true);
    }

    void leave(ConversationId group) {
      change(group, false);
    }

    private void change(ConversationId group, boolean member) {
      touches.put(group, ++clock);
      Standing before = groups.get(group);
      groups.put(group, standing(group, member, before == null ? 1 : before.logSeq() + 1));
    }

    private Standing standing(ConversationId group, boolean member, long seq) {
      return new Standing(group, member, member ? 1 : 0, 7, seq, clock, seq, 1);
    }

    /** What a client should know in the end. */
    Map<ConversationId, Head> truth() {
      Map<ConversationId, Head> truth = new HashMap<>(directs);
      groups.values().stream()
          .filter(standing -> standing.epoch() != 0)
          .forEach(standing -> truth.put(standing.group(), standing.head()));
      return truth;
    }

    @Override
    public CompletionStage<Touched> touched(UserId user, long since, long before, int limit) {
      stir.run();
      List<Touched.Entry> entries =
          touches.entrySet().stream()
              .filter(each -> each.getValue() >= since && each.getValue() < before)
              .map(each -> new Touched.Entry(each.getKey(), each.getValue()))
              .sorted(Comparator.comparingLong(Touched.Entry::touch).reversed())
              .limit(limit)
              .toList();
      return CompletableFuture.completedStage(new Touched(entries, clock + 1, since));
    }

    @Override
    public CompletionStage<List<Head>> heads(UserId user, List<ConversationId> conversations) {
      stir.run();
      Map<ConversationId, Head> truth = truth();
      return CompletableFuture.completedStage(
          conversations.stream().map(truth::get).filter(Objects::nonNull).toList());
    }

    @Override
    public CompletionStage<List<ConversationId>> groupsOf(UserId user) {
      stir.run();
      return CompletableFuture.completedStage(
          groups.values().stream()
              .filter(standing -> standing.member() || standing.epoch() == 0)
              .map(Standing::group)
              .toList());
    }

    @Override
    public CompletionStage<List<Standing>> standings(UserId user, List<ConversationId> asked) {
      stir.run();
      return CompletableFuture.completedStage(
          asked.stream().map(group -> Objects.requireNonNull(groups.get(group))).toList());
    }
  }
}
