package dev.ferry.client.core;

import dev.ferry.client.group.GroupInfo;
import dev.ferry.client.group.GroupLink;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.group.GroupRole;
import dev.ferry.client.group.GroupSettings;
import dev.ferry.client.group.JoinRequest;
import dev.ferry.client.group.MembersPage;
import dev.ferry.protocol.v1.AnswerRequest;
import dev.ferry.protocol.v1.ChangeGroup;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.CreateGroup;
import dev.ferry.protocol.v1.CreateLink;
import dev.ferry.protocol.v1.DismissGroup;
import dev.ferry.protocol.v1.FetchGroup;
import dev.ferry.protocol.v1.FetchLinks;
import dev.ferry.protocol.v1.FetchMembers;
import dev.ferry.protocol.v1.FetchRequests;
import dev.ferry.protocol.v1.JoinGroup;
import dev.ferry.protocol.v1.LeaveGroup;
import dev.ferry.protocol.v1.MuteMember;
import dev.ferry.protocol.v1.RevokeLink;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.protocol.v1.SetRole;
import dev.ferry.protocol.v1.Users;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Questions about groups, and changes of them. A change has an id, random bits that no other change
 * or message of the device has.
 */
public final class GroupQuestions {
  private GroupQuestions() {}

  public static Question<GroupReceipt> create(
      UUID id, String group, GroupSettings settings, Collection<String> members) {
    CreateGroup.Builder create =
        CreateGroup.newBuilder().setSettings(GroupWire.settings(settings)).addAllMembers(members);
    return asked(change(id, group).setCreate(create));
  }

  public static Question<GroupReceipt> alter(UUID id, String group, GroupSettings settings) {
    return asked(change(id, group).setSettings(GroupWire.settings(settings)));
  }

  public static Question<GroupReceipt> add(UUID id, String group, Collection<String> users) {
    return asked(change(id, group).setAdd(Users.newBuilder().addAllUsers(users)));
  }

  public static Question<GroupReceipt> remove(UUID id, String group, Collection<String> users) {
    return asked(change(id, group).setRemove(Users.newBuilder().addAllUsers(users)));
  }

  /**
   * @param link the token of a link, or empty
   */
  public static Question<GroupReceipt> join(UUID id, String group, String link) {
    return asked(change(id, group).setJoin(JoinGroup.newBuilder().setLink(link)));
  }

  public static Question<GroupReceipt> leave(UUID id, String group) {
    return asked(change(id, group).setLeave(LeaveGroup.getDefaultInstance()));
  }

  public static Question<GroupReceipt> setRole(UUID id, String group, String user, GroupRole role) {
    SetRole.Builder set = SetRole.newBuilder().setUser(user).setRole(GroupWire.role(role));
    return asked(change(id, group).setSetRole(set));
  }

  /**
   * @param untilMs milliseconds since 1970; 0 lets the member speak again
   */
  public static Question<GroupReceipt> mute(UUID id, String group, String user, long untilMs) {
    MuteMember.Builder mute = MuteMember.newBuilder().setUser(user).setUntilMs(untilMs);
    return asked(change(id, group).setMute(mute));
  }

  public static Question<GroupReceipt> dismiss(UUID id, String group) {
    return asked(change(id, group).setDismiss(DismissGroup.getDefaultInstance()));
  }

  public static Question<GroupReceipt> answerRequest(
      UUID id, String group, String user, boolean approve) {
    AnswerRequest.Builder answer = AnswerRequest.newBuilder().setUser(user).setApprove(approve);
    return asked(change(id, group).setAnswerRequest(answer));
  }

  /**
   * @param uses how many may join with it; 0 for any number
   * @throws IllegalArgumentException when {@code lifetime} is negative or longer than 68 years
   */
  public static Question<GroupReceipt> createLink(
      UUID id, String group, String token, Duration lifetime, int uses) {
    CreateLink.Builder create =
        CreateLink.newBuilder()
            .setToken(token)
            .setLifetimeS(GroupWire.seconds(lifetime, "lifetime"))
            .setUses(uses);
    return asked(change(id, group).setCreateLink(create));
  }

  public static Question<GroupReceipt> revokeLink(UUID id, String group, String token) {
    return asked(change(id, group).setRevokeLink(RevokeLink.newBuilder().setToken(token)));
  }

  public static Question<GroupInfo> info(String group) {
    return new Question<>(
        ClientFrame.newBuilder().setFetchGroup(FetchGroup.newBuilder().setConversation(group)),
        ServerFrame.BodyCase.GROUP,
        answer -> GroupWire.info(answer.getGroup()));
  }

  /**
   * @param after a page's {@code next}; empty for the first page
   */
  public static Question<MembersPage> members(String group, String after) {
    FetchMembers.Builder fetch = FetchMembers.newBuilder().setConversation(group).setAfter(after);
    return new Question<>(
        ClientFrame.newBuilder().setFetchMembers(fetch),
        ServerFrame.BodyCase.MEMBERS,
        answer -> GroupWire.members(answer.getMembers()));
  }

  public static Question<List<JoinRequest>> requests(String group) {
    return new Question<>(
        ClientFrame.newBuilder()
            .setFetchRequests(FetchRequests.newBuilder().setConversation(group)),
        ServerFrame.BodyCase.JOIN_REQUESTS,
        answer -> GroupWire.requests(answer.getJoinRequests()));
  }

  public static Question<List<GroupLink>> links(String group) {
    return new Question<>(
        ClientFrame.newBuilder().setFetchLinks(FetchLinks.newBuilder().setConversation(group)),
        ServerFrame.BodyCase.LINKS,
        answer -> GroupWire.links(answer.getLinks()));
  }

  private static ChangeGroup.Builder change(UUID id, String group) {
    return ChangeGroup.newBuilder().setConversation(group).setClientMessageId(Wire.bytes(id));
  }

  private static Question<GroupReceipt> asked(ChangeGroup.Builder change) {
    String group = change.getConversation();
    return new Question<>(
        ClientFrame.newBuilder().setChangeGroup(change),
        ServerFrame.BodyCase.GROUP_ACK,
        answer -> GroupWire.receipt(group, answer.getGroupAck()));
  }
}
