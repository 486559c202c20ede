package dev.ferry.server.redis;

import static dev.ferry.server.redis.RedisFixture.PHONE;
import static dev.ferry.server.redis.RedisFixture.SESSION;
import static dev.ferry.server.redis.RedisFixture.done;
import static dev.ferry.server.redis.RedisFixture.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ClientMessageId;
import dev.ferry.server.model.Content;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.GroupAck;
import dev.ferry.server.model.GroupAction;
import dev.ferry.server.model.GroupCommand;
import dev.ferry.server.model.GroupRole;
import dev.ferry.server.model.GroupSettings;
import dev.ferry.server.model.HistoryPolicy;
import dev.ferry.server.model.JoinPolicy;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.LogPage;
import dev.ferry.server.model.Member;
import dev.ferry.server.model.MembersCursor;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.Standing;
import dev.ferry.server.model.UserId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One group on a store, and short words for the tests of its scripts. */
final class GroupFixture {
  static final UserId OWNER = new UserId("owner");
  static final UserId ADMIN = new UserId("admin");
  static final UserId MEMBER = new UserId("member");
  static final UserId OTHER = new UserId("other");
  static final UserId STRANGER = new UserId("stranger");

  private static final AtomicLong IDS = new AtomicLong(1L << 32);

  final RedisStore store;
  final ConversationId group;

  GroupFixture(RedisStore store, String name) {
    this.store = store;
    this.group = ConversationId.parseGroup("g/" + name);
  }

  /** With {@link #OWNER}, {@link #ADMIN}, {@link #MEMBER} and {@link #OTHER}; version 2. */
  static GroupFixture usual(RedisStore store, JoinPolicy policy) {
    GroupFixture fixture = new GroupFixture(store, "usual");
    fixture.create(settings(policy, HistoryPolicy.FROM_JOIN), ADMIN, MEMBER, OTHER);
    fixture.change(OWNER, new GroupAction.SetRole(ADMIN, GroupRole.ADMIN));
    return fixture;
  }

  static GroupSettings settings(@Nullable JoinPolicy join, @Nullable HistoryPolicy history) {
    return new GroupSettings(null, null, null, join, history, null, null, Map.of());
  }

  static GroupSettings slowMode(int seconds) {
    return new GroupSettings(null, null, null, null, null, null, seconds, Map.of());
  }

  static GroupSettings everyoneMuted(boolean muted) {
    return new GroupSettings(null, null, null, null, null, muted, null, Map.of());
  }

  static List<UserId> users(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(n -> new UserId("user" + n)).toList();
  }

  static ClientMessageId freshId() {
    return new ClientMessageId(9, IDS.incrementAndGet());
  }

  GroupAck create(GroupSettings settings, UserId... members) {
    return change(OWNER, new GroupAction.Create(settings, List.of(members)));
  }

  GroupCommand command(UserId actor, GroupAction action) {
    return new GroupCommand(group, actor, PHONE, SESSION, freshId(), action);
  }

  CompletionStage<GroupAck> changing(UserId actor, GroupAction action) {
    return store.groups().change(command(actor, action));
  }

  GroupAck change(UserId actor, GroupAction action) {
    return done(changing(actor, action));
  }

  GroupAck add(UserId actor, UserId... users) {
    return change(actor, new GroupAction.Add(List.of(users)));
  }

  GroupAck remove(UserId actor, UserId... users) {
    return change(actor, new GroupAction.Remove(List.of(users)));
  }

  NewMessage message(UserId sender, String text) {
    return new NewMessage(
        group, sender, PHONE, SESSION, freshId(), null, new Content("text", new byte[0], text));
  }

  Accepted send(UserId sender, String text) {
    return done(store.log().append(message(sender, text)));
  }

  static RefusedException refusal(CompletionStage<?> stage) {
    return assertInstanceOf(RefusedException.class, failure(stage));
  }

  RefusedException assertRefused(Reason reason, UserId actor, GroupAction action) {
    RefusedException refused = refusal(changing(actor, action));
    assertEquals(reason, refused.reason(), refused.getMessage());
    return refused;
  }

  LogPage page(UserId reader, long from) {
    return done(store.log().page(reader, group, from, 100));
  }

  static List<Long> seqs(LogPage page) {
    return page.entries().stream().map(entry -> entry.place().seq()).toList();
  }

  /** All that the reader may read, as a client pulls it: page by page, over the holes. */
  List<Long> readable(UserId reader) {
    Stream.Builder<Long> found = Stream.builder();
    long from = 1;
    LogPage page;
    do {
      page = page(reader, from);
      seqs(page).forEach(found);
      from =
          page.entries().isEmpty()
              ? Math.max(from + 1, page.firstSeq())
              : page.entries().get(page.entries().size() - 1).place().seq() + 1;
    } while (from <= page.headSeq());
    return found.build().toList();
  }

  LogEntry newest() {
    List<LogEntry> entries = page(OWNER, 0).entries();
    return entries.get(entries.size() - 1);
  }

  Standing standing(UserId user) {
    return done(store.memberships().standing(user, group));
  }

  List<Member> members() {
    return done(store.groups().members(OWNER, group, MembersCursor.START, 500)).members();
  }

  List<String> names() {
    return members().stream().map(member -> member.user().value()).toList();
  }

  static List<UserId> sorted(UserId... users) {
    return Arrays.stream(users).sorted().toList();
  }
}
