package dev.ferry.server.testkit;

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
import dev.ferry.protocol.v1.GroupAck;
import dev.ferry.protocol.v1.GroupSettings;
import dev.ferry.protocol.v1.JoinGroup;
import dev.ferry.protocol.v1.LeaveGroup;
import dev.ferry.protocol.v1.MuteMember;
import dev.ferry.protocol.v1.RevokeLink;
import dev.ferry.protocol.v1.Role;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.protocol.v1.SetRole;
import dev.ferry.protocol.v1.Users;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Good requests about groups, to be sent or spoilt. Each change has an id of its own. */
public final class GroupRequests {
  private static final AtomicLong LAST_ID = new AtomicLong(1L << 40);

  private GroupRequests() {}

  /** A change of nothing yet. */
  public static ChangeGroup.Builder change(String group) {
    return ChangeGroup.newBuilder()
        .setConversation(group)
        .setClientMessageId(RawClient.messageId(LAST_ID.incrementAndGet()));
  }

  public static ClientFrame.Builder frame(ChangeGroup.Builder change) {
    return ClientFrame.newBuilder().setChangeGroup(change);
  }

  public static ChangeGroup.Builder create(String group, GroupSettings.Builder settings) {
    return change(group).setCreate(CreateGroup.newBuilder().setSettings(settings));
  }

  public static ChangeGroup.Builder create(String group, List<String> members) {
    return change(group).setCreate(CreateGroup.newBuilder().addAllMembers(members));
  }

  public static ChangeGroup.Builder settings(String group, GroupSettings.Builder settings) {
    return change(group).setSettings(settings);
  }

  public static ChangeGroup.Builder add(String group, List<String> users) {
    return change(group).setAdd(Users.newBuilder().addAllUsers(users));
  }

  public static ChangeGroup.Builder add(String group, String user) {
    return add(group, List.of(user));
  }

  public static ChangeGroup.Builder remove(String group, List<String> users) {
    return change(group).setRemove(Users.newBuilder().addAllUsers(users));
  }

  public static ChangeGroup.Builder remove(String group, String user) {
    return remove(group, List.of(user));
  }

  /** Joins by the token of a link, which may be empty. */
  public static ChangeGroup.Builder join(String group, String link) {
    return change(group).setJoin(JoinGroup.newBuilder().setLink(link));
  }

  public static ChangeGroup.Builder leave(String group) {
    return change(group).setLeave(LeaveGroup.getDefaultInstance());
  }

  public static ChangeGroup.Builder setRole(String group, String user, Role role) {
    return change(group).setSetRole(SetRole.newBuilder().setUser(user).setRole(role));
  }

  public static ChangeGroup.Builder mute(String group, String user, long untilMs) {
    return change(group).setMute(MuteMember.newBuilder().setUser(user).setUntilMs(untilMs));
  }

  public static ChangeGroup.Builder dismiss(String group) {
    return change(group).setDismiss(DismissGroup.getDefaultInstance());
  }

  public static ChangeGroup.Builder answer(String group, String user, boolean approve) {
    return change(group)
        .setAnswerRequest(AnswerRequest.newBuilder().setUser(user).setApprove(approve));
  }

  public static ChangeGroup.Builder createLink(String group, CreateLink.Builder link) {
    return change(group).setCreateLink(link);
  }

  public static ChangeGroup.Builder revokeLink(String group, String token) {
    return change(group).setRevokeLink(RevokeLink.newBuilder().setToken(token));
  }

  public static ClientFrame.Builder info(String group) {
    return ClientFrame.newBuilder().setFetchGroup(FetchGroup.newBuilder().setConversation(group));
  }

  public static ClientFrame.Builder members(String group, String after, int limit) {
    return ClientFrame.newBuilder()
        .setFetchMembers(
            FetchMembers.newBuilder().setConversation(group).setAfter(after).setLimit(limit));
  }

  public static ClientFrame.Builder requests(String group) {
    return ClientFrame.newBuilder()
        .setFetchRequests(FetchRequests.newBuilder().setConversation(group));
  }

  public static ClientFrame.Builder links(String group) {
    return ClientFrame.newBuilder().setFetchLinks(FetchLinks.newBuilder().setConversation(group));
  }

  /** Makes the change; an {@link AssertionError} when it is not acked. */
  public static GroupAck make(RawClient client, ChangeGroup.Builder change) {
    ServerFrame answer = client.call(frame(change));
    if (!answer.hasGroupAck()) {
      throw new AssertionError(change + " was answered by " + answer);
    }
    return answer.getGroupAck();
  }
}
