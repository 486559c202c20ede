package dev.ferry.client.driver;

import dev.ferry.client.FerryException;
import dev.ferry.client.core.GroupQuestions;
import dev.ferry.client.core.Question;
import dev.ferry.client.group.GroupInfo;
import dev.ferry.client.group.GroupLink;
import dev.ferry.client.group.GroupMember;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.group.GroupRole;
import dev.ferry.client.group.GroupSettings;
import dev.ferry.client.group.Groups;
import dev.ferry.client.group.JoinRequest;
import dev.ferry.client.group.MembersPage;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks the questions of {@link Groups}. */
final class GroupCalls implements Groups {
  /** More than any group has members, so a server that never comes to an end is noticed. */
  static final int MEMBERS_MAX = 50_000;

  private static final int TOKEN_BYTES = 24;

  /** Has a question answered. */
  interface Asker {
    <T> CompletableFuture<T> ask(Question<T> question);
  }

  private final Asker asker;
  private final SecureRandom random;

  GroupCalls(Asker asker, SecureRandom random) {
    this.asker = asker;
    this.random = random;
  }

  private UUID id() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  @Override
  public CompletableFuture<GroupReceipt> create(
      String group, GroupSettings settings, Collection<String> members) {
    return asker.ask(GroupQuestions.create(id(), group, settings, members));
  }

  @Override
  public CompletableFuture<GroupReceipt> alter(String group, GroupSettings settings) {
    return asker.ask(GroupQuestions.alter(id(), group, settings));
  }

  @Override
  public CompletableFuture<GroupReceipt> add(String group, Collection<String> users) {
    return asker.ask(GroupQuestions.add(id(), group, users));
  }

  @Override
  public CompletableFuture<GroupReceipt> remove(String group, Collection<String> users) {
    return asker.ask(GroupQuestions.remove(id(), group, users));
  }

  @Override
  public CompletableFuture<GroupReceipt> join(String group, String link) {
    return asker.ask(GroupQuestions.join(id(), group, link));
  }

  @Override
  public CompletableFuture<GroupReceipt> leave(String group) {
    return asker.ask(GroupQuestions.leave(id(), group));
  }

  @Override
  public CompletableFuture<GroupReceipt> setRole(String group, String user, GroupRole role) {
    return asker.ask(GroupQuestions.setRole(id(), group, user, role));
  }

  @Override
  public CompletableFuture<GroupReceipt> mute(String group, String user, long untilMs) {
    return asker.ask(GroupQuestions.mute(id(), group, user, untilMs));
  }

  @Override
  public CompletableFuture<GroupReceipt> dismiss(String group) {
    return asker.ask(GroupQuestions.dismiss(id(), group));
  }

  @Override
  public CompletableFuture<GroupReceipt> approve(String group, String user) {
    return asker.ask(GroupQuestions.answerRequest(id(), group, user, true));
  }

  @Override
  public CompletableFuture<GroupReceipt> decline(String group, String user) {
    return asker.ask(GroupQuestions.answerRequest(id(), group, user, false));
  }

  @Override
  public CompletableFuture<String> createLink(String group, Duration lifetime, int uses) {
    byte[] secret = new byte[TOKEN_BYTES];
    random.nextBytes(secret);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    CompletableFuture<String> link = new CompletableFuture<>();
    CompletableFuture<GroupReceipt> unused =
        asker
            .ask(GroupQuestions.createLink(id(), group, token, lifetime, uses))
            .whenComplete((receipt, failure) -> end(link, token, failure));
    return link;
  }

  @Override
  public CompletableFuture<GroupReceipt> revokeLink(String group, String token) {
    return asker.ask(GroupQuestions.revokeLink(id(), group, token));
  }

  @Override
  public CompletableFuture<GroupInfo> info(String group) {
    return asker.ask(GroupQuestions.info(group));
  }

  @Override
  public CompletableFuture<MembersPage> members(String group) {
    CompletableFuture<MembersPage> all = new CompletableFuture<>();
    collect(group, "", new LinkedHashMap<>(), all);
    return all;
  }

  /** Adds the page after {@code after} to those before it, and so on. */
  private void collect(
      String group,
      String after,
      Map<String, GroupMember> members,
      CompletableFuture<MembersPage> all) {
    CompletableFuture<MembersPage> unused =
        members(group, after)
            .whenComplete(
                (page, failure) -> {
                  if (failure != null) {
                    all.completeExceptionally(failure);
                    return;
                  }
                  take(page, members);
                  if (page.complete()) {
                    all.complete(
                        new MembersPage(
                            new ArrayList<>(members.values()), page.next(), true, true));
                  } else if (members.size() > MEMBERS_MAX || page.next().equals(after)) {
                    all.completeExceptionally(endless(members.size()));
                  } else {
                    collect(group, page.next(), members, all);
                  }
                });
  }

  /** A member that changed while the pages were read comes once more, further on. */
  private static void take(MembersPage page, Map<String, GroupMember> members) {
    if (page.restarted()) {
      members.clear();
    }
    for (GroupMember member : page.members()) {
      members.remove(member.user());
      if (!member.left()) {
        members.put(member.user(), member);
      }
    }
  }

  private static FerryException endless(int size) {
    return new FerryException(
        FerryException.Kind.UNREACHABLE, "the list of members does not end: " + size);
  }

  @Override
  public CompletableFuture<MembersPage> members(String group, String after) {
    return asker.ask(GroupQuestions.members(group, after));
  }

  @Override
  public CompletableFuture<List<JoinRequest>> requests(String group) {
    return asker.ask(GroupQuestions.requests(group));
  }

  @Override
  public CompletableFuture<List<GroupLink>> links(String group) {
    return asker.ask(GroupQuestions.links(group));
  }

  private static <T> void end(CompletableFuture<T> future, T value, @Nullable Throwable failure) {
    if (failure != null) {
      future.completeExceptionally(failure);
    } else {
      future.complete(value);
    }
  }
}
