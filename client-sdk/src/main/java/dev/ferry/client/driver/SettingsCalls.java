package dev.ferry.client.driver;

import dev.ferry.client.settings.ConversationSettings;
import dev.ferry.client.settings.Settings;
import dev.ferry.client.settings.SettingsChange;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Reads what is known of settings, and hands changes on. */
final class SettingsCalls implements Settings {

  /** Has the core change something. */
  interface Changer {
    CompletableFuture<ConversationSettings> change(String conversation, SettingsChange change);
  }

  private final CursorNews news;
  private final Changer changer;

  SettingsCalls(CursorNews news, Changer changer) {
    this.news = news;
    this.changer = changer;
  }

  @Override
  public ConversationSettings of(String conversation) {
    return news.settings(Objects.requireNonNull(conversation, "conversation"));
  }

  @Override
  public List<ConversationSettings> all() {
    return news.allSettings();
  }

  @Override
  public CompletableFuture<ConversationSettings> change(
      String conversation, SettingsChange change) {
    Objects.requireNonNull(conversation, "conversation");
    return changer.change(conversation, Objects.requireNonNull(change, "change"));
  }
}
