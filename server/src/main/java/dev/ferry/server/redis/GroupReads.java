package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.GroupInfo;
import dev.ferry.server.model.GroupLink;
import dev.ferry.server.model.GroupRole;
import dev.ferry.server.model.JoinRequest;
import dev.ferry.server.model.LinkToken;
import dev.ferry.server.model.Member;
import dev.ferry.server.model.MembersCursor;
import dev.ferry.server.model.MembersPage;
import dev.ferry.server.model.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The scripts that read a group, each with its check of who asks. */
final class GroupReads {
  private static final String NO_MEMBER = "-";

  private final Script info;
  private final Script members;
  private final Script requests;
  private final Script links;
  private final int membersMax;

  GroupReads(RedisLink link, int membersMax) {
    this.info = Script.named("group_info", link.batch());
    this.members = Script.named("members", link.batch());
    this.requests = Script.named("requests", link.batch());
    this.links = Script.named("links", link.batch());
    this.membersMax = membersMax;
  }

  CompletionStage<GroupInfo> info(UserId asker, ConversationId group) {
    return info.run(new byte[][] {Keys.meta(group), Keys.roster(group)}, bytes(asker.value()))
        .thenApply(reply -> info(group, Refusal.check(reply, asker, group)));
  }

  private GroupInfo info(ConversationId group, List<Object> reply) {
    Map<String, String> meta = new HashMap<>();
    List<Object> fields = Reply.list(reply.get(0));
    for (int i = 0; i < fields.size(); i += 2) {
      meta.put(Reply.text(fields.get(i)), Reply.text(fields.get(i + 1)));
    }
    return new GroupInfo(
        group,
        Long.parseLong(meta.getOrDefault("version", "0")),
        MetaSettings.settings(meta),
        Integer.parseInt(meta.getOrDefault("members", "0")),
        membersMax,
        member(Reply.list(reply.get(1))),
        meta.containsKey("dismissed"));
  }

  CompletionStage<MembersPage> members(
      UserId asker, ConversationId group, MembersCursor after, int limit) {
    return members
        .run(
            new byte[][] {Keys.meta(group), Keys.roster(group), Keys.changes(group)},
            bytes(asker.value()),
            bytes(after.epoch()),
            bytes(after.seq()),
            bytes(after.user()),
            bytes(after.since()),
            bytes(limit))
        .thenApply(reply -> page(Refusal.check(reply, asker, group)));
  }

  private static MembersPage page(List<Object> reply) {
    List<Member> found = new ArrayList<>();
    for (Object each : Reply.list(reply.get(6))) {
      found.add(member(Reply.list(each)));
    }
    MembersCursor next =
        new MembersCursor(
            Reply.number(reply.get(2)),
            Reply.number(reply.get(3)),
            Reply.text(reply.get(4)),
            Reply.number(reply.get(5)));
    return new MembersPage(
        found, next, Reply.number(reply.get(1)) == 1, Reply.number(reply.get(0)) == 1);
  }

  /** Of a former member nobody keeps the role; it counts as the least. */
  private static Member member(List<Object> listed) {
    String role = Reply.text(listed.get(1));
    return new Member(
        new UserId(Reply.text(listed.get(0))),
        role.equals(NO_MEMBER)
            ? GroupRole.MEMBER
            : GroupRole.valueOf(role.toUpperCase(Locale.ROOT)),
        Reply.number(listed.get(2)),
        Reply.number(listed.get(3)),
        Reply.number(listed.get(4)),
        Reply.number(listed.get(5)) == 1);
  }

  CompletionStage<List<JoinRequest>> requests(UserId asker, ConversationId group) {
    return requests
        .run(new byte[][] {Keys.roster(group), Keys.requests(group)}, bytes(asker.value()))
        .thenApply(reply -> requests(Refusal.check(reply, asker, group)));
  }

  private static List<JoinRequest> requests(List<Object> reply) {
    List<Object> found = Reply.list(reply.get(0));
    List<JoinRequest> requests = new ArrayList<>(found.size() / 2);
    for (int i = 0; i < found.size(); i += 2) {
      requests.add(
          new JoinRequest(
              new UserId(Reply.text(found.get(i))), Long.parseLong(Reply.text(found.get(i + 1)))));
    }
    return requests;
  }

  CompletionStage<List<GroupLink>> links(UserId asker, ConversationId group) {
    return links
        .run(new byte[][] {Keys.roster(group), Keys.links(group)}, bytes(asker.value()))
        .thenApply(reply -> links(Refusal.check(reply, asker, group)));
  }

  private static List<GroupLink> links(List<Object> reply) {
    List<Object> found = Reply.list(reply.get(0));
    List<GroupLink> links = new ArrayList<>(found.size() / 4);
    for (int i = 0; i < found.size(); i += 4) {
      links.add(
          new GroupLink(
              new LinkToken(Reply.text(found.get(i))),
              Long.parseLong(Reply.text(found.get(i + 1))),
              Integer.parseInt(Reply.text(found.get(i + 2))),
              new UserId(Reply.text(found.get(i + 3)))));
    }
    return links;
  }
}
