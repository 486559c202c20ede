package dev.ferry.cli.connect;

import dev.ferry.client.settings.ConversationSettings;
import dev.ferry.client.settings.Settings;
import dev.ferry.client.settings.SettingsChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Settings that are changed at once. */
public final class FakeSettings implements Settings {
  private final Map<String, ConversationSettings> settings = new HashMap<>();

  @Override
  public ConversationSettings of(String conversation) {
    return settings.getOrDefault(conversation, ConversationSettings.none(conversation));
  }

  @Override
  public List<ConversationSettings> all() {
    return new ArrayList<>(settings.values());
  }

  @Override
  public CompletableFuture<ConversationSettings> change(
      String conversation, SettingsChange change) {
    ConversationSettings now = of(conversation);
    if (change.mutedUntilMs() != null) {
      now = now.withMutedUntilMs(change.mutedUntilMs());
    }
    if (change.pinned() != null) {
      now = now.withPinned(change.pinned());
    }
    if (change.hidden() != null) {
      now = now.withHidden(change.hidden());
    }
    if (change.markedUnread() != null) {
      now = now.withMarkedUnread(change.markedUnread());
    }
    now =
        now.withTexts(
            change.remark() != null ? change.remark() : now.remark(),
            change.draft() != null ? change.draft() : now.draft());
    settings.put(conversation, now);
    return CompletableFuture.completedFuture(now);
  }
}
