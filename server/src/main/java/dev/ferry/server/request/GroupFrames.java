package dev.ferry.server.request;

import dev.ferry.protocol.v1.ChangeGroup;
import dev.ferry.protocol.v1.CreateGroup;
import dev.ferry.protocol.v1.CreateLink;
import dev.ferry.protocol.v1.Group;
import dev.ferry.protocol.v1.JoinRequests;
import dev.ferry.protocol.v1.Link;
import dev.ferry.protocol.v1.Links;
import dev.ferry.protocol.v1.Members;
import dev.ferry.protocol.v1.Role;
import dev.ferry.protocol.v1.SetRole;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.GroupAction;
import dev.ferry.server.model.GroupChange;
import dev.ferry.server.model.GroupInfo;
import dev.ferry.server.model.GroupLink;
import dev.ferry.server.model.GroupRole;
import dev.ferry.server.model.GroupSettings;
import dev.ferry.server.model.HistoryPolicy;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.JoinPolicy;
import dev.ferry.server.model.JoinRequest;
import dev.ferry.server.model.LinkToken;
import dev.ferry.server.model.Member;
import dev.ferry.server.model.MembersPage;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Groups between the model and the wire. */
final class GroupFrames {
  private GroupFrames() {}

  /**
   * @throws InvalidValueException when a value is not of its form
   * @throws RefusedException for a change that is newer than this server
   */
  static GroupAction action(ChangeGroup change) {
    return switch (change.getChangeCase()) {
      case CREATE -> create(change.getCreate());
      case SETTINGS -> new GroupAction.Alter(settings(change.getSettings()));
      case ADD -> new GroupAction.Add(users(change.getAdd().getUsersList()));
      case REMOVE -> new GroupAction.Remove(users(change.getRemove().getUsersList()));
      case JOIN -> new GroupAction.Join(link(change.getJoin().getLink()));
      case LEAVE -> new GroupAction.Leave();
      case SET_ROLE ->
          new GroupAction.SetRole(
              new UserId(change.getSetRole().getUser()), role(change.getSetRole()));
      case MUTE ->
          new GroupAction.Mute(
              new UserId(change.getMute().getUser()), change.getMute().getUntilMs());
      case DISMISS -> new GroupAction.Dismiss();
      case ANSWER_REQUEST ->
          new GroupAction.AnswerRequest(
              new UserId(change.getAnswerRequest().getUser()),
              change.getAnswerRequest().getApprove());
      case CREATE_LINK -> createLink(change.getCreateLink());
      case REVOKE_LINK ->
          new GroupAction.RevokeLink(new LinkToken(change.getRevokeLink().getToken()));
      case CHANGE_NOT_SET ->
          throw new RefusedException(
              Reason.UNSUPPORTED_REQUEST, "change: none that this server knows");
    };
  }

  private static GroupAction create(CreateGroup create) {
    return new GroupAction.Create(settings(create.getSettings()), users(create.getMembersList()));
  }

  private static GroupAction createLink(CreateLink create) {
    return new GroupAction.CreateLink(
        new LinkToken(create.getToken()),
        Duration.ofSeconds(Integer.toUnsignedLong(create.getLifetimeS())),
        create.getUses());
  }

  private static List<UserId> users(List<String> users) {
    return users.stream().map(UserId::new).toList();
  }

  private static @Nullable LinkToken link(String token) {
    return token.isEmpty() ? null : new LinkToken(token);
  }

  private static GroupRole role(SetRole set) {
    return switch (set.getRole()) {
      case MEMBER -> GroupRole.MEMBER;
      case ADMIN -> GroupRole.ADMIN;
      case OWNER -> GroupRole.OWNER;
      case ROLE_UNSPECIFIED, UNRECOGNIZED ->
          throw new InvalidValueException(
              "role", String.valueOf(set.getRoleValue()), "MEMBER, ADMIN or OWNER");
    };
  }

  private static Role role(GroupRole role) {
    return switch (role) {
      case MEMBER -> Role.MEMBER;
      case ADMIN -> Role.ADMIN;
      case OWNER -> Role.OWNER;
    };
  }

  private static GroupSettings settings(dev.ferry.protocol.v1.GroupSettings settings) {
    return new GroupSettings(
        settings.hasName() ? settings.getName() : null,
        settings.hasAvatar() ? settings.getAvatar() : null,
        settings.hasAnnouncement() ? settings.getAnnouncement() : null,
        switch (settings.getJoinPolicy()) {
          case OPEN -> JoinPolicy.OPEN;
          case APPROVAL -> JoinPolicy.APPROVAL;
          case LINK -> JoinPolicy.LINK;
          case INVITE -> JoinPolicy.INVITE;
          case JOIN_POLICY_UNSPECIFIED -> null;
          case UNRECOGNIZED ->
              throw new InvalidValueException(
                  "join_policy",
                  String.valueOf(settings.getJoinPolicyValue()),
                  "OPEN, APPROVAL, LINK or INVITE");
        },
        switch (settings.getHistory()) {
          case FROM_JOIN -> HistoryPolicy.FROM_JOIN;
          case ALL -> HistoryPolicy.ALL;
          case HISTORY_POLICY_UNSPECIFIED -> null;
          case UNRECOGNIZED ->
              throw new InvalidValueException(
                  "history", String.valueOf(settings.getHistoryValue()), "FROM_JOIN or ALL");
        },
        settings.hasEveryoneMuted() ? settings.getEveryoneMuted() : null,
        settings.hasSlowModeS() ? settings.getSlowModeS() : null,
        settings.getAttributesMap());
  }

  static dev.ferry.protocol.v1.GroupSettings settings(GroupSettings settings) {
    dev.ferry.protocol.v1.GroupSettings.Builder wire =
        dev.ferry.protocol.v1.GroupSettings.newBuilder();
    if (settings.name() != null) {
      wire.setName(settings.name());
    }
    if (settings.avatar() != null) {
      wire.setAvatar(settings.avatar());
    }
    if (settings.announcement() != null) {
      wire.setAnnouncement(settings.announcement());
    }
    if (settings.joinPolicy() != null) {
      wire.setJoinPolicy(dev.ferry.protocol.v1.JoinPolicy.valueOf(settings.joinPolicy().name()));
    }
    if (settings.history() != null) {
      wire.setHistory(dev.ferry.protocol.v1.HistoryPolicy.valueOf(settings.history().name()));
    }
    if (settings.everyoneMuted() != null) {
      wire.setEveryoneMuted(settings.everyoneMuted());
    }
    if (settings.slowModeSeconds() != null) {
      wire.setSlowModeS(settings.slowModeSeconds());
    }
    return wire.putAllAttributes(settings.attributes()).build();
  }

  static dev.ferry.protocol.v1.GroupChange change(GroupChange change) {
    dev.ferry.protocol.v1.GroupChange.Builder wire =
        dev.ferry.protocol.v1.GroupChange.newBuilder()
            .setKind(dev.ferry.protocol.v1.GroupChange.Kind.valueOf(change.kind().name()))
            .setMutedUntilMs(change.mutedUntilMs());
    change.users().forEach(user -> wire.addUsers(user.value()));
    if (change.role() != null) {
      wire.setRole(role(change.role()));
    }
    if (!change.settings().equals(GroupSettings.UNCHANGED)) {
      wire.setSettings(settings(change.settings()));
    }
    return wire.build();
  }

  static Group group(GroupInfo info) {
    return Group.newBuilder()
        .setConversation(info.group().value())
        .setVersion(info.version())
        .setSettings(settings(info.settings()))
        .setMembers(info.members())
        .setMembersMax(info.membersMax())
        .setMe(member(info.me()))
        .setDismissed(info.dismissed())
        .build();
  }

  static Members members(ConversationId group, MembersPage page) {
    Members.Builder wire =
        Members.newBuilder()
            .setConversation(group.value())
            .setNext(MembersCursors.text(page.next()))
            .setComplete(page.complete())
            .setRestarted(page.restarted());
    page.members().forEach(member -> wire.addMembers(member(member)));
    return wire.build();
  }

  private static dev.ferry.protocol.v1.Member member(Member member) {
    return dev.ferry.protocol.v1.Member.newBuilder()
        .setUser(member.user().value())
        .setRole(role(member.role()))
        .setMutedUntilMs(member.mutedUntilMs())
        .setJoinedSeq(member.joinedSeq())
        .setChangedSeq(member.changedSeq())
        .setLeft(member.left())
        .build();
  }

  static JoinRequests requests(List<JoinRequest> requests) {
    JoinRequests.Builder wire = JoinRequests.newBuilder();
    requests.forEach(
        request ->
            wire.addRequests(
                dev.ferry.protocol.v1.JoinRequest.newBuilder()
                    .setUser(request.user().value())
                    .setTimeMs(request.timeMs())));
    return wire.build();
  }

  static Links links(List<GroupLink> links) {
    Links.Builder wire = Links.newBuilder();
    links.forEach(
        link ->
            wire.addLinks(
                Link.newBuilder()
                    .setToken(link.token().value())
                    .setExpiresMs(link.expiresMs())
                    .setUsesLeft(link.usesLeft())
                    .setCreatedBy(link.createdBy().value())));
    return wire.build();
  }
}
