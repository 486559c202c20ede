package dev.ferry.server.request;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.FetchPresence;
import dev.ferry.protocol.v1.SendSignal;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.protocol.v1.SetPresence;
import dev.ferry.protocol.v1.SignalSent;
import dev.ferry.protocol.v1.WatchPresence;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.Signal;
import dev.ferry.server.model.UserId;
import dev.ferry.server.presence.PresenceService;
import dev.ferry.server.presence.SettingsChange;
import dev.ferry.server.presence.SignalService;
import dev.ferry.server.session.Session;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The requests about presence, and signals. */
final class PresenceHandlers {
  private final PresenceService presence;
  private final SignalService signals;

  PresenceHandlers(PresenceService presence, SignalService signals) {
    this.presence = presence;
    this.signals = signals;
  }

  /** {@code WatchPresence} to {@code Presences}. */
  CompletionStage<ServerFrame.Builder> watch(Session session, ClientFrame frame) {
    WatchPresence watch = frame.getWatchPresence();
    return presence
        .watch(
            session,
            users(watch.getAddList()),
            users(watch.getRemoveList()),
            group(watch.getGroup()))
        .thenApply(found -> ServerFrame.newBuilder().setPresences(PresenceFrames.presences(found)));
  }

  /** {@code FetchPresence} to {@code Presences}. */
  CompletionStage<ServerFrame.Builder> fetch(Session session, ClientFrame frame) {
    FetchPresence fetch = frame.getFetchPresence();
    return presence
        .look(session.user(), users(fetch.getUsersList()), group(fetch.getGroup()))
        .thenApply(found -> ServerFrame.newBuilder().setPresences(PresenceFrames.presences(found)));
  }

  /** {@code SetPresence} to {@code PresenceSettings}. */
  CompletionStage<ServerFrame.Builder> set(Session session, ClientFrame frame) {
    SetPresence set = frame.getSetPresence();
    SettingsChange change =
        new SettingsChange(
            set.hasStatus() ? set.getStatus() : null,
            set.hasInvisible() ? set.getInvisible() : null,
            PresenceFrames.visibility(set.getVisibleTo(), set.getVisibleToValue()));
    return presence
        .set(session.user(), change)
        .thenApply(
            now -> ServerFrame.newBuilder().setPresenceSettings(PresenceFrames.settings(now)));
  }

  /** {@code SendSignal} to {@code SignalSent}. */
  CompletionStage<ServerFrame.Builder> signal(Session session, ClientFrame frame) {
    SendSignal send = frame.getSendSignal();
    // Before it is copied.
    if (send.getBody().size() > Signal.BODY_MAX) {
      throw new InvalidValueException(
          "body", send.getBody().size() + " bytes", "at most " + Signal.BODY_MAX + " bytes");
    }
    Signal signal =
        new Signal(
            ConversationId.parse(send.getConversation()),
            session.user(),
            session.device(),
            session.stamp(),
            send.getType(),
            send.getBody().toByteArray());
    return signals
        .send(session, signal)
        .thenApply(done -> ServerFrame.newBuilder().setSignalSent(SignalSent.getDefaultInstance()));
  }

  private static List<UserId> users(List<String> users) {
    if (users.size() > PresenceService.USERS_MAX) {
      throw new InvalidValueException(
          "users", String.valueOf(users.size()), "at most " + PresenceService.USERS_MAX);
    }
    return users.stream().distinct().map(UserId::new).toList();
  }

  private static Optional<ConversationId> group(String group) {
    return group.isEmpty() ? Optional.empty() : Optional.of(ConversationId.parseGroup(group));
  }
}
