package dev.ferry.server.request;

import dev.ferry.protocol.v1.ChangeGroup;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.FetchMembers;
import dev.ferry.protocol.v1.GroupAck;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.group.GroupService;
import dev.ferry.server.model.ClientMessageId;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.GroupCommand;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.session.Session;
import java.util.concurrent.CompletionStage;

/** The requests about groups, a method each. */
final class GroupHandlers {
  private final GroupService groups;

  GroupHandlers(GroupService groups) {
    this.groups = groups;
  }

  /** {@code ChangeGroup} to {@code GroupAck}. */
  CompletionStage<ServerFrame.Builder> change(Session session, ClientFrame frame) {
    ChangeGroup change = frame.getChangeGroup();
    GroupCommand command =
        new GroupCommand(
            ConversationId.parseGroup(change.getConversation()),
            session.user(),
            session.device(),
            session.stamp(),
            ClientMessageId.of(change.getClientMessageId().toByteArray()),
            GroupFrames.action(change));
    return groups.change(command).thenApply(GroupHandlers::ack);
  }

  private static ServerFrame.Builder ack(dev.ferry.server.model.GroupAck ack) {
    return ServerFrame.newBuilder()
        .setGroupAck(
            GroupAck.newBuilder()
                .setEpoch(ack.place().epoch())
                .setSeq(ack.place().seq())
                .setTimeMs(ack.place().timeMs())
                .setPending(ack.pending()));
  }

  /** {@code FetchGroup} to {@code Group}. */
  CompletionStage<ServerFrame.Builder> info(Session session, ClientFrame frame) {
    ConversationId group = ConversationId.parseGroup(frame.getFetchGroup().getConversation());
    return groups
        .info(session.user(), group)
        .thenApply(info -> ServerFrame.newBuilder().setGroup(GroupFrames.group(info)));
  }

  /** {@code FetchMembers} to {@code Members}. */
  CompletionStage<ServerFrame.Builder> members(Session session, ClientFrame frame) {
    FetchMembers fetch = frame.getFetchMembers();
    ConversationId group = ConversationId.parseGroup(fetch.getConversation());
    if (fetch.getLimit() < 0) {
      throw new InvalidValueException(
          "limit", Integer.toUnsignedString(fetch.getLimit()), "<= " + Integer.MAX_VALUE);
    }
    return groups
        .members(session.user(), group, MembersCursors.parse(fetch.getAfter()), fetch.getLimit())
        .thenApply(page -> ServerFrame.newBuilder().setMembers(GroupFrames.members(group, page)));
  }

  /** {@code FetchRequests} to {@code JoinRequests}. */
  CompletionStage<ServerFrame.Builder> requests(Session session, ClientFrame frame) {
    ConversationId group = ConversationId.parseGroup(frame.getFetchRequests().getConversation());
    return groups
        .requests(session.user(), group)
        .thenApply(
            requests -> ServerFrame.newBuilder().setJoinRequests(GroupFrames.requests(requests)));
  }

  /** {@code FetchLinks} to {@code Links}. */
  CompletionStage<ServerFrame.Builder> links(Session session, ClientFrame frame) {
    ConversationId group = ConversationId.parseGroup(frame.getFetchLinks().getConversation());
    return groups
        .links(session.user(), group)
        .thenApply(links -> ServerFrame.newBuilder().setLinks(GroupFrames.links(links)));
  }
}
