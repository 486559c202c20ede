package dev.ferry.server.request;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.protocol.v1.SettingsChange;
import dev.ferry.protocol.v1.SettingsChanged;
import dev.ferry.protocol.v1.SettingsPage;
import dev.ferry.server.message.SettingsService;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.PreferenceChange;
import dev.ferry.server.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The requests about settings of conversations, a method each. */
final class SettingsHandlers {
  private final SettingsService settings;

  SettingsHandlers(SettingsService settings) {
    this.settings = settings;
  }

  /** {@code ChangeSettings} to {@code SettingsChanged}. */
  CompletionStage<ServerFrame.Builder> change(Session session, ClientFrame frame) {
    int count = frame.getChangeSettings().getChangesCount();
    if (count > SettingsService.CHANGES_MAX) {
      throw new InvalidValueException(
          "changes", String.valueOf(count), "1 to " + SettingsService.CHANGES_MAX);
    }
    List<PreferenceChange> changes = new ArrayList<>(count);
    for (SettingsChange change : frame.getChangeSettings().getChangesList()) {
      changes.add(
          new PreferenceChange(
              ConversationId.parse(change.getConversation()), SettingsFrames.wanted(change)));
    }
    Mover by = new Mover(session.user(), session.device(), session.stamp());
    return settings
        .change(by, changes)
        .thenApply(
            now -> {
              SettingsChanged.Builder changed = SettingsChanged.newBuilder();
              now.forEach(each -> changed.addSettings(SettingsFrames.settings(each)));
              return ServerFrame.newBuilder().setSettingsChanged(changed);
            });
  }

  /** {@code FetchSettings} to {@code SettingsPage}. */
  CompletionStage<ServerFrame.Builder> since(Session session, ClientFrame frame) {
    long since = Touches.since("since", frame.getFetchSettings().getSince());
    return settings
        .since(session.user(), since)
        .thenApply(
            page -> {
              SettingsPage.Builder wire =
                  SettingsPage.newBuilder()
                      .setVersion(page.version())
                      .setMore(page.more())
                      .setRestarted(page.restarted())
                      .setAsOf(page.asOf());
              page.settings()
                  .forEach(
                      each ->
                          wire.addSettings(
                              SettingsFrames.settings(each).toBuilder().clearPrevious()));
              return ServerFrame.newBuilder().setSettingsPage(wire);
            });
  }
}
