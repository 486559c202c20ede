package dev.ferry.client.core;

import dev.ferry.client.presence.PresenceSettings;
import dev.ferry.client.presence.UserPresence;
import dev.ferry.client.presence.Visibility;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.FetchPresence;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.protocol.v1.SetPresence;
import java.util.Collection;
import java.util.List;

/** Questions about presence, and changes of what others see. */
public final class PresenceQuestions {
  private PresenceQuestions() {}

  public static Question<List<UserPresence>> fetch(Collection<String> users) {
    return new Question<>(
        ClientFrame.newBuilder().setFetchPresence(FetchPresence.newBuilder().addAllUsers(users)),
        ServerFrame.BodyCase.PRESENCES,
        answer -> PresenceWire.presences(answer.getPresences()));
  }

  public static Question<PresenceSettings> settings() {
    return set(SetPresence.newBuilder());
  }

  public static Question<PresenceSettings> status(String status) {
    return set(SetPresence.newBuilder().setStatus(status));
  }

  public static Question<PresenceSettings> invisible(boolean invisible) {
    return set(SetPresence.newBuilder().setInvisible(invisible));
  }

  public static Question<PresenceSettings> visibleTo(Visibility visibleTo) {
    return set(SetPresence.newBuilder().setVisibleTo(PresenceWire.visibility(visibleTo)));
  }

  private static Question<PresenceSettings> set(SetPresence.Builder set) {
    return new Question<>(
        ClientFrame.newBuilder().setSetPresence(set),
        ServerFrame.BodyCase.PRESENCE_SETTINGS,
        answer -> PresenceWire.settings(answer.getPresenceSettings()));
  }
}
