package dev.ferry.server.testkit;

import com.google.protobuf.ByteString;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.FetchPresence;
import dev.ferry.protocol.v1.Presence;
import dev.ferry.protocol.v1.SendSignal;
import dev.ferry.protocol.v1.SetPresence;
import dev.ferry.protocol.v1.Visibility;
import dev.ferry.protocol.v1.WatchPresence;
import java.util.List;
import java.util.stream.Collectors;

/** Good requests about presence, to be sent or spoilt; and its words. */
public final class PresenceRequests {
  private PresenceRequests() {}

  public static ClientFrame.Builder watch(String... users) {
    return watchIn("", users);
  }

  public static ClientFrame.Builder watchIn(String group, String... users) {
    return ClientFrame.newBuilder()
        .setWatchPresence(WatchPresence.newBuilder().addAllAdd(List.of(users)).setGroup(group));
  }

  public static ClientFrame.Builder unwatch(String... users) {
    return ClientFrame.newBuilder()
        .setWatchPresence(WatchPresence.newBuilder().addAllRemove(List.of(users)));
  }

  public static ClientFrame.Builder fetch(List<String> users) {
    return ClientFrame.newBuilder().setFetchPresence(FetchPresence.newBuilder().addAllUsers(users));
  }

  public static ClientFrame.Builder set(SetPresence.Builder set) {
    return ClientFrame.newBuilder().setSetPresence(set);
  }

  public static ClientFrame.Builder invisible(boolean on) {
    return set(SetPresence.newBuilder().setInvisible(on));
  }

  public static ClientFrame.Builder visibleTo(Visibility to) {
    return set(SetPresence.newBuilder().setVisibleTo(to));
  }

  public static ClientFrame.Builder signal(String conversation, String type, int bytes) {
    return ClientFrame.newBuilder()
        .setSendSignal(
            SendSignal.newBuilder()
                .setConversation(conversation)
                .setType(type)
                .setBody(ByteString.copyFrom(new byte[bytes])));
  }

  /** {@code bob [PLATFORM_PHONE] status}; or {@code bob [] status} when offline. */
  public static String words(Presence presence) {
    String online =
        presence.getOnlineList().stream().map(Enum::name).collect(Collectors.joining(", "));
    return (presence.getUser() + " [" + online + "] " + presence.getStatus()).strip();
  }
}
