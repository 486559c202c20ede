package dev.ferry.client.core;

import dev.ferry.client.group.GroupChange;
import dev.ferry.client.group.GroupInfo;
import dev.ferry.client.group.GroupLink;
import dev.ferry.client.group.GroupMember;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.group.GroupRole;
import dev.ferry.client.group.GroupSettings;
import dev.ferry.client.group.HistoryPolicy;
import dev.ferry.client.group.JoinPolicy;
import dev.ferry.client.group.JoinRequest;
import dev.ferry.client.group.MembersPage;
import dev.ferry.protocol.v1.Group;
import dev.ferry.protocol.v1.GroupAck;
import dev.ferry.protocol.v1.JoinRequests;
import dev.ferry.protocol.v1.Link;
import dev.ferry.protocol.v1.Links;
import dev.ferry.protocol.v1.Member;
import dev.ferry.protocol.v1.Members;
import dev.ferry.protocol.v1.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Between the wire's messages about groups and the values of the public face. A value of an enum
 * that is newer than this client is left out, and a role counts as the least.
 */
final class GroupWire {
  private GroupWire() {}

  static dev.ferry.protocol.v1.GroupSettings settings(GroupSettings settings) {
    dev.ferry.protocol.v1.GroupSettings.Builder wire =
        dev.ferry.protocol.v1.GroupSettings.newBuilder().putAllAttributes(settings.attributes());
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
    if (settings.slowMode() != null) {
      wire.setSlowModeS(seconds(settings.slowMode(), "slowMode"));
    }
    return wire.build();
  }

  static GroupSettings settings(dev.ferry.protocol.v1.GroupSettings wire) {
    GroupSettings.Builder settings = GroupSettings.builder();
    if (wire.hasName()) {
      settings.name(wire.getName());
    }
    if (wire.hasAvatar()) {
      settings.avatar(wire.getAvatar());
    }
    if (wire.hasAnnouncement()) {
      settings.announcement(wire.getAnnouncement());
    }
    JoinPolicy joinPolicy = named(JoinPolicy.values(), wire.getJoinPolicy());
    if (joinPolicy != null) {
      settings.joinPolicy(joinPolicy);
    }
    HistoryPolicy history = named(HistoryPolicy.values(), wire.getHistory());
    if (history != null) {
      settings.history(history);
    }
    if (wire.hasEveryoneMuted()) {
      settings.everyoneMuted(wire.getEveryoneMuted());
    }
    if (wire.hasSlowModeS()) {
      settings.slowMode(Duration.ofSeconds(Integer.toUnsignedLong(wire.getSlowModeS())));
    }
    for (Map.Entry<String, String> attribute : wire.getAttributesMap().entrySet()) {
      settings.attribute(attribute.getKey(), attribute.getValue());
    }
    return settings.build();
  }

  /** Whole seconds as the wire has them; a part of a second counts as one. */
  static int seconds(Duration duration, String name) {
    long seconds = duration.getSeconds() + (duration.getNano() > 0 ? 1 : 0);
    if (seconds < 0 || seconds > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          name + ": " + duration + " (expected: 0 to " + Integer.MAX_VALUE + " s)");
    }
    return (int) seconds;
  }

  static Role role(GroupRole role) {
    return Role.valueOf(role.name());
  }

  private static GroupRole role(Role wire) {
    GroupRole role = named(GroupRole.values(), wire);
    return role == null ? GroupRole.MEMBER : role;
  }

  /** The value that has the name of {@code wire}, if there is one. */
  private static <E extends Enum<E>> @Nullable E named(E[] values, Enum<?> wire) {
    for (E value : values) {
      if (value.name().equals(wire.name())) {
        return value;
      }
    }
    return null;
  }

  static GroupReceipt receipt(String group, GroupAck ack) {
    return new GroupReceipt(group, ack.getEpoch(), ack.getSeq(), ack.getTimeMs(), ack.getPending());
  }

  static GroupChange change(dev.ferry.protocol.v1.GroupChange wire) {
    GroupChange.Kind kind = named(GroupChange.Kind.values(), wire.getKind());
    return new GroupChange(
        kind == null ? GroupChange.Kind.UNKNOWN : kind,
        wire.getUsersList(),
        kind == GroupChange.Kind.ROLE_SET ? role(wire.getRole()) : null,
        wire.getMutedUntilMs(),
        wire.hasSettings() ? settings(wire.getSettings()) : null);
  }

  static GroupInfo info(Group group) {
    return new GroupInfo(
        group.getConversation(),
        group.getVersion(),
        settings(group.getSettings()),
        group.getMembers(),
        group.getMembersMax(),
        member(group.getMe()),
        group.getDismissed());
  }

  private static GroupMember member(Member member) {
    return new GroupMember(
        member.getUser(),
        role(member.getRole()),
        member.getMutedUntilMs(),
        member.getJoinedSeq(),
        member.getChangedSeq(),
        member.getLeft());
  }

  static MembersPage members(Members page) {
    List<GroupMember> members = new ArrayList<>(page.getMembersCount());
    for (Member member : page.getMembersList()) {
      members.add(member(member));
    }
    return new MembersPage(members, page.getNext(), page.getComplete(), page.getRestarted());
  }

  static List<JoinRequest> requests(JoinRequests wire) {
    List<JoinRequest> requests = new ArrayList<>(wire.getRequestsCount());
    for (dev.ferry.protocol.v1.JoinRequest request : wire.getRequestsList()) {
      requests.add(new JoinRequest(request.getUser(), request.getTimeMs()));
    }
    return requests;
  }

  static List<GroupLink> links(Links wire) {
    List<GroupLink> links = new ArrayList<>(wire.getLinksCount());
    for (Link link : wire.getLinksList()) {
      links.add(
          new GroupLink(
              link.getToken(), link.getExpiresMs(), link.getUsesLeft(), link.getCreatedBy()));
    }
    return links;
  }
}
