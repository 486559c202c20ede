package dev.ferry.server.redis;

import static dev.ferry.server.redis.GroupFixture.ADMIN;
import static dev.ferry.server.redis.GroupFixture.MEMBER;
import static dev.ferry.server.redis.GroupFixture.OTHER;
import static dev.ferry.server.redis.GroupFixture.OWNER;
import static dev.ferry.server.redis.GroupFixture.STRANGER;
import static dev.ferry.server.redis.RedisFixture.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.GroupAction;
import dev.ferry.server.model.GroupAction.Add;
import dev.ferry.server.model.GroupAction.Alter;
import dev.ferry.server.model.GroupAction.AnswerRequest;
import dev.ferry.server.model.GroupAction.Create;
import dev.ferry.server.model.GroupAction.CreateLink;
import dev.ferry.server.model.GroupAction.Dismiss;
import dev.ferry.server.model.GroupAction.Join;
import dev.ferry.server.model.GroupAction.Leave;
import dev.ferry.server.model.GroupAction.Mute;
import dev.ferry.server.model.GroupAction.Remove;
import dev.ferry.server.model.GroupAction.RevokeLink;
import dev.ferry.server.model.GroupAction.SetRole;
import dev.ferry.server.model.GroupRole;
import dev.ferry.server.model.GroupSettings;
import dev.ferry.server.model.HistoryPolicy;
import dev.ferry.server.model.JoinPolicy;
import dev.ferry.server.model.LinkToken;
import dev.ferry.server.model.MembersCursor;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may change what: each action by each role, in a group of its own. */
class GroupPermissionsIT {
  private static final String OK = "ok";
  private static final LinkToken TOKEN = new LinkToken("t".repeat(22));
  private static final UserId FRESH = new UserId("fresh");
  private static final UserId FORMER = new UserId("former");
  private static final UserId ASKER = new UserId("asker");

  @TempDir static Path data;
  private static RedisFixture redis;
  private static int groups;

  @BeforeAll
  static void start() {
    redis = new RedisFixture(data, Durability.DISK, 1000);
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  /**
   * @param wanted outcomes for owner, admin, member, former member and stranger
   */
  private record Row(JoinPolicy policy, GroupAction action, List<String> wanted) {
    @Override
    public String toString() {
      return action + " under " + policy;
    }
  }

  private static Row row(JoinPolicy policy, GroupAction action, String wanted) {
    return new Row(policy, action, List.of(wanted.split(" ")));
  }

  private static Row row(GroupAction action, String wanted) {
    return row(JoinPolicy.APPROVAL, action, wanted);
  }

  private static final String STAFF = "ok ok ROLE_NOT_ALLOWED FORBIDDEN FORBIDDEN";
  private static final String OWNER_ONLY =
      "ok ROLE_NOT_ALLOWED ROLE_NOT_ALLOWED FORBIDDEN FORBIDDEN";
  private static final String NOBODY =
      "ROLE_NOT_ALLOWED ROLE_NOT_ALLOWED ROLE_NOT_ALLOWED FORBIDDEN FORBIDDEN";
  private static final String NOBODY_THERE =
      "NO_SUCH_MEMBER NO_SUCH_MEMBER ROLE_NOT_ALLOWED FORBIDDEN FORBIDDEN";

  static Stream<Row> table() {
    return Stream.concat(waysInAndOut(), others());
  }

  private static Stream<Row> waysInAndOut() {
    GroupAction add = new Add(List.of(FRESH));
    GroupAction join = new Join(null);
    GroupAction linked = new Join(TOKEN);
    GroupAction falselyLinked = new Join(new LinkToken("x".repeat(22)));
    return Stream.of(
        row(add, STAFF),
        row(JoinPolicy.LINK, add, STAFF),
        row(JoinPolicy.INVITE, add, STAFF),
        row(JoinPolicy.OPEN, add, "ok ok ok FORBIDDEN FORBIDDEN"),
        row(new Remove(List.of(OTHER)), STAFF),
        row(new Remove(List.of(OTHER, ADMIN)), OWNER_ONLY),
        row(new Remove(List.of(OTHER, OWNER)), NOBODY),
        row(new Remove(List.of(FRESH)), STAFF),
        row(join, "ok ok ok pending pending"),
        row(linked, "ok ok ok ok ok"),
        row(falselyLinked, "ok ok ok LINK_INVALID LINK_INVALID"),
        row(JoinPolicy.OPEN, join, "ok ok ok ok ok"),
        row(JoinPolicy.OPEN, linked, "ok ok ok ok ok"),
        row(JoinPolicy.LINK, join, "ok ok ok FORBIDDEN FORBIDDEN"),
        row(JoinPolicy.LINK, linked, "ok ok ok ok ok"),
        row(JoinPolicy.LINK, falselyLinked, "ok ok ok LINK_INVALID LINK_INVALID"),
        row(JoinPolicy.INVITE, join, "ok ok ok FORBIDDEN FORBIDDEN"),
        row(JoinPolicy.INVITE, linked, "ok ok ok FORBIDDEN FORBIDDEN"),
        row(new Leave(), "ROLE_NOT_ALLOWED ok ok FORBIDDEN FORBIDDEN"),
        row(new AnswerRequest(ASKER, true), STAFF),
        row(new AnswerRequest(ASKER, false), STAFF),
        row(new AnswerRequest(FRESH, true), NOBODY_THERE),
        row(new AnswerRequest(FRESH, false), NOBODY_THERE));
  }

  private static Stream<Row> others() {
    return Stream.of(
        row(
            new Create(GroupSettings.UNCHANGED, List.of()),
            "ALREADY_EXISTS ALREADY_EXISTS ALREADY_EXISTS ALREADY_EXISTS ALREADY_EXISTS"),
        row(new Alter(GroupFixture.slowMode(5)), STAFF),
        row(new SetRole(OTHER, GroupRole.ADMIN), OWNER_ONLY),
        row(new SetRole(OTHER, GroupRole.MEMBER), OWNER_ONLY),
        row(new SetRole(OTHER, GroupRole.OWNER), OWNER_ONLY),
        row(new SetRole(OWNER, GroupRole.OWNER), NOBODY),
        row(new SetRole(OWNER, GroupRole.MEMBER), NOBODY),
        row(
            new SetRole(FRESH, GroupRole.ADMIN),
            "NO_SUCH_MEMBER ROLE_NOT_ALLOWED ROLE_NOT_ALLOWED FORBIDDEN FORBIDDEN"),
        row(new Mute(OTHER, 99), STAFF),
        row(new Mute(ADMIN, 99), OWNER_ONLY),
        row(new Mute(OWNER, 99), NOBODY),
        row(new Mute(FRESH, 99), NOBODY_THERE),
        row(new CreateLink(new LinkToken("n".repeat(22)), Duration.ZERO, 0), STAFF),
        row(new RevokeLink(TOKEN), STAFF),
        row(new Dismiss(), OWNER_ONLY));
  }

  @ParameterizedTest
  @MethodSource("table")
  void actionIsAllowedToTheRolesOfTheTable(Row row) {
    List<UserId> actors = List.of(OWNER, ADMIN, MEMBER, FORMER, STRANGER);
    List<String> found = actors.stream().map(actor -> outcome(row, actor)).toList();
    assertEquals(row.wanted(), found);
  }

  private static GroupFixture group(JoinPolicy policy) {
    GroupFixture group = new GroupFixture(redis.store, "table" + groups++);
    group.create(
        GroupFixture.settings(JoinPolicy.APPROVAL, HistoryPolicy.FROM_JOIN),
        ADMIN,
        MEMBER,
        OTHER,
        FORMER);
    group.change(OWNER, new SetRole(ADMIN, GroupRole.ADMIN));
    group.remove(OWNER, FORMER);
    group.change(ASKER, new Join(null));
    group.change(OWNER, new CreateLink(TOKEN, Duration.ZERO, 0));
    group.change(OWNER, new Alter(GroupFixture.settings(policy, null)));
    return group;
  }

  /** In what is refused, nothing may change: neither the log nor the roster. */
  private static String outcome(Row row, UserId actor) {
    GroupFixture group = group(row.policy());
    long head = group.standing(OWNER).headSeq();
    List<String> members = group.names();
    try {
      return done(group.changing(actor, row.action())).pending() ? "pending" : OK;
    } catch (CompletionException e) {
      assertEquals(head, group.standing(OWNER).headSeq());
      assertEquals(members, group.names());
      return ((RefusedException) RefusedException.causeOf(e)).reason().name();
    }
  }

  @Test
  void tableHasEveryAction() {
    Set<Class<?>> tested = table().map(row -> row.action().getClass()).collect(Collectors.toSet());
    assertEquals(
        new LinkedHashSet<>(Arrays.asList(GroupAction.class.getPermittedSubclasses())), tested);
  }

  @Test
  void unknownGroupAnswersAsOneThatTheAskerMayNotSee() {
    GroupFixture hidden = group(JoinPolicy.INVITE);
    GroupFixture unknown = new GroupFixture(redis.store, "unknown");
    table()
        .map(Row::action)
        .filter(action -> !(action instanceof Create))
        .distinct()
        .forEach(
            action -> {
              RefusedException one = hidden.assertRefused(Reason.FORBIDDEN, STRANGER, action);
              RefusedException other = unknown.assertRefused(Reason.FORBIDDEN, STRANGER, action);
              assertEquals(
                  named(one, hidden.group), named(other, unknown.group), action.toString());
            });
  }

  private static String named(RefusedException refused, ConversationId group) {
    return (refused.getMessage() + "|" + refused.value()).replace(group.value(), "<group>");
  }

  @Test
  void readingIsForMembersAndSomeOfItForStaff() {
    GroupFixture group = group(JoinPolicy.APPROVAL);
    for (UserId outsider : List.of(STRANGER, FORMER, ASKER)) {
      List<RefusedException> refused =
          Stream.of(
                  redis.store.groups().info(outsider, group.group),
                  redis.store.groups().members(outsider, group.group, MembersCursor.START, 10),
                  redis.store.groups().requests(outsider, group.group),
                  redis.store.groups().links(outsider, group.group))
              .map(GroupFixture::refusal)
              .toList();
      refused.forEach(each -> assertEquals(Reason.FORBIDDEN, each.reason()));
    }
    assertEquals(
        Reason.ROLE_NOT_ALLOWED,
        GroupFixture.refusal(redis.store.groups().requests(MEMBER, group.group)).reason());
    assertEquals(
        Reason.ROLE_NOT_ALLOWED,
        GroupFixture.refusal(redis.store.groups().links(MEMBER, group.group)).reason());
    assertEquals(ASKER, done(redis.store.groups().requests(ADMIN, group.group)).get(0).user());
    assertEquals(TOKEN, done(redis.store.groups().links(ADMIN, group.group)).get(0).token());
    assertEquals(4, done(redis.store.groups().info(MEMBER, group.group)).members());
  }

  @Test
  void dismissedGroupTakesNothingAndShowsWhatThereIs() {
    GroupFixture group = group(JoinPolicy.OPEN);
    long last = group.change(OWNER, new Dismiss()).place().seq();
    table()
        .map(Row::action)
        .filter(action -> !(action instanceof Create))
        .forEach(
            action -> {
              group.assertRefused(Reason.FORBIDDEN, OWNER, action);
              group.assertRefused(Reason.FORBIDDEN, STRANGER, action);
            });
    assertEquals(
        Reason.FORBIDDEN,
        GroupFixture.refusal(redis.store.log().append(group.message(OWNER, "on"))).reason());
    assertEquals(last, group.page(MEMBER, 0).headSeq());
    assertTrue(done(redis.store.groups().info(MEMBER, group.group)).dismissed());
  }
}
