package dev.ferry.server.groups;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferry.client.core.GroupQuestions;
import dev.ferry.client.group.GroupSettings;
import dev.ferry.client.group.HistoryPolicy;
import dev.ferry.client.group.JoinPolicy;
import dev.ferry.loadtest.crowd.Crowd;
import dev.ferry.loadtest.crowd.Phone;
import dev.ferry.server.testkit.Nodes;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One open group with a phone for each member, spread over the nodes. The owner, who is in it from
 * the first entry on, is {@code u0}.
 */
final class Assembly implements AutoCloseable {
  static final String GROUP = "g/assembly";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int ADDED_AT_ONCE = 200;

  /** Logins on their way at once: as many as a node's queue to Redis takes with ease. */
  private static final int LOGINS_AT_ONCE = 200;

  private final Nodes nodes;
  private final String group;
  private final Crowd crowd = new Crowd(1);
  private final List<GroupPhone> phones = new ArrayList<>();

  private Assembly(Nodes nodes, String group) {
    this.nodes = nodes;
    this.group = group;
  }

  /**
   * Brings {@code count} users online and makes the first {@code members} of them members.
   *
   * @param homes how many of the nodes are connected to first; the others only when those fail
   */
  static Assembly gather(Nodes nodes, int homes, int count, int members) {
    return gather(nodes, GROUP, homes, count, members);
  }

  /** The same with a group of that name. */
  static Assembly gather(Nodes nodes, String group, int homes, int count, int members) {
    Assembly assembly = new Assembly(nodes, group);
    try {
      assembly.bringOnline(homes, count);
      assembly.create(members);
      return assembly;
    } catch (RuntimeException | AssertionError e) {
      assembly.close();
      throw e;
    }
  }

  private void bringOnline(int homes, int count) {
    for (int i = 0; i < count; i++) {
      phones.add(
          new GroupPhone(crowd, serversOf(i, homes), nodes.tokens(), "u" + i, group).start());
      if (i % LOGINS_AT_ONCE == LOGINS_AT_ONCE - 1) {
        awaitOnline();
      }
    }
    awaitOnline();
  }

  /** A phone's own node first, then the others in turn. */
  private List<URI> serversOf(int number, int homes) {
    List<URI> servers = new ArrayList<>();
    for (int i = 0; i < nodes.count(); i++) {
      int node = (number % homes + i) % nodes.count();
      servers.add(nodes.get(node).tcp());
    }
    return servers;
  }

  private void create(int members) {
    GroupSettings settings =
        GroupSettings.builder()
            .name("Assembly")
            .joinPolicy(JoinPolicy.OPEN)
            .history(HistoryPolicy.FROM_JOIN)
            .build();
    owner().ask(GroupQuestions.create(Phone.randomId(), group, settings, List.of())).join();
    for (int from = 1; from < members; from += ADDED_AT_ONCE) {
      String[] users =
          phones.subList(from, Math.min(members, from + ADDED_AT_ONCE)).stream()
              .map(GroupPhone::user)
              .toArray(String[]::new);
      owner().add(users).join();
    }
  }

  GroupPhone owner() {
    return phones.get(0);
  }

  GroupPhone phone(int number) {
    return phones.get(number);
  }

  List<GroupPhone> phones() {
    return phones;
  }

  void awaitOnline() {
    await("everybody online")
        .atMost(PATIENCE)
        .until(() -> phones.stream().allMatch(GroupPhone::isOnline));
  }

  /**
   * Waits until everybody was shown as much as there is for them, and judges what it was: exactly
   * the entries written while the user was a member, each once, in order.
   */
  GroupTruth assertKept() {
    GroupTruth truth = GroupTruth.read(owner(), group);
    assertEquals(List.of(), truth.faults());
    try {
      await("everything shown")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> phones.stream().allMatch(phone -> hasAll(truth, phone)));
    } finally {
      List<String> faults =
          phones.stream().flatMap(phone -> truth.compare(phone).stream()).limit(20).toList();
      assertEquals(List.of(), faults);
    }
    return truth;
  }

  private static boolean hasAll(GroupTruth truth, GroupPhone phone) {
    return phone.shownCount() >= truth.entitled(phone.user()).length;
  }

  @Override
  public void close() {
    phones.forEach(GroupPhone::stop);
    crowd.close();
  }
}
