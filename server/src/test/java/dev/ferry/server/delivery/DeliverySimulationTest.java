package dev.ferry.server.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.UserId;
import dev.ferry.server.session.Session;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Members come and go while messages flow, sessions come and go while both happen, Redis answers
 * when it likes or not at all, the bus loses stretches of entries, Redis the end of a log. At the
 * end every device must have been given, or told to pull, whatever its user was a member for, and
 * nothing else; a failing seed is named.
 */
class DeliverySimulationTest {
  private static final int SEEDS = Integer.getInteger("ferry.delivery.seeds", 200);
  private static final int STEPS = 1500;
  private static final int USERS = 6;

  /** What goes wrong, each with all before it. */
  enum Trouble {
    NONE,
    SLOW_READERS,
    DEAF_BUS,
    FAILING_COMMANDS,
    LOST_LOGS
  }

  private final Random random = new Random();
  private Trouble trouble = Trouble.NONE;

  @SuppressWarnings("NullAway.Init")
  private SimNode node;

  private List<SimGroup> groups = List.of();
  private final List<UserId> users =
      IntStream.range(0, USERS).mapToObj(i -> new UserId("user" + i)).toList();

  @ParameterizedTest
  @EnumSource
  void exactlyTheMembersOfEachMomentGetAnEntry(Trouble most) {
    for (int seed = 0; seed < SEEDS; seed++) {
      run(most, seed);
    }
  }

  void run(Trouble most, int seed) {
    String name = most + " seed " + seed;
    trouble = most;
    random.setSeed(seed);
    groups = List.of(new SimGroup("one"), new SimGroup("two"));
    node = new SimNode(random, groups);
    node.failOf100(has(Trouble.FAILING_COMMANDS) ? 5 : 0);
    try {
      for (int i = 0; i < STEPS; i++) {
        if (random.nextInt(4) == 0) {
          act();
        } else {
          node.step();
        }
        if (random.nextInt(20) == 0) {
          node.wake();
        }
        if (has(Trouble.DEAF_BUS) && random.nextInt(100) == 0) {
          outage();
        }
      }
      node.clients().forEach(SimClient::readOn);
      node.settle();
    } catch (RuntimeException e) {
      throw new AssertionError(name, e);
    }
    check(name);
    node.clients().forEach(node::close);
    node.settle();
    assertEquals(Set.of(), node.subscriptions(), name);
  }

  private boolean has(Trouble one) {
    return trouble.compareTo(one) >= 0;
  }

  private void outage() {
    node.lose(true);
    for (int i = random.nextInt(20); i > 0; i--) {
      act();
      node.step();
    }
    if (has(Trouble.LOST_LOGS) && random.nextInt(3) == 0) {
      groups.get(random.nextInt(groups.size())).loseEnd(1 + random.nextInt(10));
    }
    node.lose(false);
    node.interrupted();
  }

  private void act() {
    UserId user = users.get(random.nextInt(users.size()));
    List<SimClient> live = node.clients().stream().filter(SimClient::isLive).toList();
    SimClient client = live.isEmpty() ? null : live.get(random.nextInt(live.size()));
    int what = random.nextInt(9);
    if (what == 0 || client == null) {
      node.connect(user);
    } else if (what == 1) {
      node.close(client);
    } else if (what == 2) {
      if (has(Trouble.SLOW_READERS)) {
        client.toggleReading();
      }
    } else {
      LogEntry entry = write(client.session, what, user);
      if (entry != null) {
        node.publish(entry);
      }
    }
  }

  /** Whoever writes is live, so that its session is one of those that need not be told. */
  private @Nullable LogEntry write(Session by, int what, UserId user) {
    SimGroup group = groups.get(random.nextInt(groups.size()));
    if (group.isDismissed()) {
      return null;
    }
    return switch (what) {
      case 3, 4 -> group.isMember(user) ? group.expel(by, user) : group.admit(by, user);
      case 5 -> random.nextInt(500) == 0 ? group.dismiss(by) : group.rename(by);
      default -> group.isMember(by.user()) ? group.say(by) : null;
    };
  }

  private void check(String name) {
    for (SimClient client : node.clients()) {
      for (SimGroup group : groups) {
        String where = name + " " + client + " " + group.id;
        List<Long> pushed = client.pushed(group);
        List<Long> foreign =
            pushed.stream().filter(number -> !group.entitles(client.user, number)).toList();
        assertEquals(List.of(), foreign, where + ": not for a member");
        List<Long> inOrder = new ArrayList<>(pushed);
        inOrder.sort(null);
        assertEquals(inOrder, pushed, where + ": out of order");
        assertEquals(pushed.size(), new HashSet<>(pushed).size(), where + ": twice");
        List<Long> own =
            group.log().stream()
                .filter(client::isOwn)
                .map(SimGroup::number)
                .filter(pushed::contains)
                .toList();
        assertEquals(List.of(), own, where + ": its own");
        if (client.isLive()) {
          assertEquals(List.of(), client.missed(group), where + ": missed");
        }
      }
    }
    assertTrue(node.clients().size() > 10, name);
  }
}
