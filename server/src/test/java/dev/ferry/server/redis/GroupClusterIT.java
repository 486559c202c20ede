package dev.ferry.server.redis;

import static dev.ferry.server.redis.GroupFixture.ADMIN;
import static dev.ferry.server.redis.GroupFixture.MEMBER;
import static dev.ferry.server.redis.GroupFixture.OWNER;
import static dev.ferry.server.redis.GroupFixture.users;
import static dev.ferry.server.redis.RedisFixture.done;
import static dev.ferry.server.redis.RedisFixture.of;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.redis.EmbeddedCluster;
import dev.ferry.redis.EmbeddedRedis.Settings;
import dev.ferry.server.delivery.Topic;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.GroupAction;
import dev.ferry.server.model.GroupAction.Add;
import dev.ferry.server.model.GroupAction.Create;
import dev.ferry.server.model.GroupAction.CreateLink;
import dev.ferry.server.model.GroupAction.Dismiss;
import dev.ferry.server.model.GroupAction.Join;
import dev.ferry.server.model.GroupAction.Leave;
import dev.ferry.server.model.GroupAction.Mute;
import dev.ferry.server.model.GroupAction.Remove;
import dev.ferry.server.model.GroupAction.SetRole;
import dev.ferry.server.model.GroupRole;
import dev.ferry.server.model.GroupSettings;
import dev.ferry.server.model.JoinPolicy;
import dev.ferry.server.model.LinkToken;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.Standing;
import dev.ferry.server.model.Touched;
import dev.ferry.server.model.UserId;
import dev.ferry.server.net.EventLoops;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups on a Redis Cluster, where a group and its members' indexes lie apart. */
class GroupClusterIT {
  private static final int GROUPS_PER_USER = 4;
  private static final Duration SWEEP_PATIENCE = Duration.ofSeconds(15);

  @TempDir static Path data;
  private static EmbeddedCluster cluster;
  private static EventLoops loops;
  private static RedisLink link;
  private static ScheduledExecutorService timer;
  private static RedisStore store;

  @BeforeAll
  static void start() throws Exception {
    cluster = EmbeddedCluster.start(Settings.in(data));
    loops = EventLoops.open();
    link =
        RedisLink.connect(
            new RedisSettings(cluster.uris().get(0).toString(), Duration.ofSeconds(2), 1000),
            loops.group(),
            Optional::empty);
    timer = Executors.newSingleThreadScheduledExecutor();
    store =
        RedisStore.open(
            link, Durability.DISK, RedisFixture.limits(1000, 2000, GROUPS_PER_USER), timer);
  }

  @AfterAll
  static void stop() {
    timer.shutdownNow();
    link.close();
    loops.close();
    cluster.close();
  }

  private static List<ConversationId> groupsOf(UserId user) {
    return done(store.memberships().groupsOf(user));
  }

  private static List<ConversationId> touchedBy(UserId user) {
    return done(store.index().touched(user, 0, Long.MAX_VALUE, 1000)).entries().stream()
        .map(Touched.Entry::conversation)
        .toList();
  }

  private static void awaitNoNotes(ConversationId group) {
    await()
        .atMost(SWEEP_PATIENCE)
        .until(() -> done(link.commands().zcard(Keys.notes(Keys.bucket(group)))) == 0);
  }

  @Test
  void whoIsAdmittedHearsOfItAndWhoIsExpelledLosesTheGroup() {
    GroupFixture group = new GroupFixture(store, "cluster");
    UserId joiner = new UserId("joiner");
    Heard heard = new Heard();
    try (RedisBus bus = new RedisBus(link, timer)) {
      bus.start(heard, Duration.ofSeconds(10));
      await().until(bus::isConnected);
      Topic channel = new Topic.OfGroup(group.group);
      done(bus.subscribe(channel));
      done(bus.subscribe(of(joiner)));
      group.create(GroupFixture.settings(JoinPolicy.OPEN, null), MEMBER);
      group.send(MEMBER, "text");
      group.change(joiner, new Join(null));
      await().until(() -> heard.seqs(of(joiner)).equals(List.of(3L)));
      await().until(() -> groupsOf(joiner).equals(List.of(group.group)));
      group.send(joiner, "text");
      group.remove(OWNER, joiner);
      await().until(() -> groupsOf(joiner).isEmpty());
      assertEquals(List.of(group.group), touchedBy(joiner));
      await().until(() -> heard.seqs(channel).equals(List.of(1L, 2L, 3L, 4L, 5L)));
      assertEquals(List.of(3L), heard.seqs(of(joiner)), "messages are not for users' channels");
      awaitNoNotes(group.group);
    }
  }

  @Test
  void everyChangeRunsOnTheGroupsSlot() {
    GroupFixture group = new GroupFixture(store, "slot");
    LinkToken token = new LinkToken("t".repeat(22));
    UserId visitor = new UserId("visitor");
    group.create(GroupFixture.settings(JoinPolicy.LINK, null), ADMIN);
    group.change(OWNER, new SetRole(ADMIN, GroupRole.ADMIN));
    group.change(ADMIN, new CreateLink(token, Duration.ZERO, 1));
    group.change(visitor, new Join(token));
    group.change(ADMIN, new Mute(visitor, 99));
    group.change(visitor, new Leave());
    group.change(OWNER, new GroupAction.Alter(GroupFixture.slowMode(3)));
    assertEquals(List.of("admin", "owner"), group.names().stream().sorted().toList());
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L), group.readable(OWNER));
    assertEquals(List.of(4L, 5L, 6L), group.readable(visitor));
    assertEquals(2, done(store.groups().info(OWNER, group.group)).members());
    group.change(OWNER, new Dismiss());
    assertTrue(!group.standing(ADMIN).member());
    await().until(() -> groupsOf(ADMIN).stream().noneMatch(group.group::equals));
    awaitNoNotes(group.group);
  }

  @Test
  void usersAreToldThoughTheNodeDiedRightAfterTheChange() {
    GroupFixture group = new GroupFixture(store, "dead");
    List<UserId> users = users(1, 30);
    Heard heard = new Heard();
    try (RedisBus bus = new RedisBus(link, timer)) {
      bus.start(heard, Duration.ofSeconds(10));
      await().until(bus::isConnected);
      done(bus.subscribe(of(users.get(7))));
      group.create(GroupSettings.UNCHANGED, MEMBER);
      // What a node leaves that dies right after the script: nobody tells the users.
      GroupChanges dead =
          new GroupChanges(
              link,
              new LogScript.Settings(8, 1000, false),
              new GroupChanges.Limits(2000, GROUPS_PER_USER));
      done(dead.change(group.command(OWNER, new Add(users))));
      await()
          .atMost(SWEEP_PATIENCE)
          .until(() -> users.stream().allMatch(user -> groupsOf(user).contains(group.group)));
      await().until(() -> heard.seqs(of(users.get(7))).contains(2L));
      done(dead.change(group.command(OWNER, new Remove(users))));
      await()
          .atMost(SWEEP_PATIENCE)
          .until(() -> users.stream().noneMatch(user -> groupsOf(user).contains(group.group)));
      awaitNoNotes(group.group);
    }
  }

  @Test
  void userIsInSoManyGroupsAndNoMore() {
    UserId busy = new UserId("busy");
    for (int n = 0; n < GROUPS_PER_USER; n++) {
      GroupFixture group = new GroupFixture(store, "busy" + n);
      group.change(busy, new Create(GroupSettings.UNCHANGED, List.of()));
      int groups = n + 1;
      await().until(() -> groupsOf(busy).size() == groups);
    }
    List<ConversationId> asked = new ArrayList<>(groupsOf(busy));
    asked.add(1, ConversationId.parse("g/nowhere"));
    List<Standing> standings = done(store.memberships().standings(busy, asked));
    assertEquals(asked, standings.stream().map(Standing::group).toList());
    assertEquals(
        GROUPS_PER_USER,
        standings.stream().filter(each -> each.member() && each.headSeq() == 1).count());
    GroupFixture more = new GroupFixture(store, "more");
    more.change(new UserId("host"), new Create(GroupSettings.UNCHANGED, List.of()));
    RefusedException refused = more.assertRefused(Reason.FORBIDDEN, busy, new Add(List.of(busy)));
    assertEquals(more.group.value(), refused.value(), "the role comes before the limit");
    assertEquals(
        "busy",
        more.assertRefused(Reason.TOO_MANY, new UserId("host"), new Add(List.of(busy))).value());
  }
}
