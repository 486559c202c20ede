package dev.ferry.cli.chat;

import dev.ferry.cli.connect.DurationConverter;
import dev.ferry.cli.connect.Failures;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.cli.terminal.SettingsFormat;
import dev.ferry.client.FerryClient;
import dev.ferry.client.settings.ConversationSettings;
import dev.ferry.client.settings.SettingsChange;
import java.util.function.BiConsumer;
import picocli.CommandLine.TypeConversionException;

/** How the user wants the conversation that is shown. Safe for use from any thread. */
final class SettingsTalk {
  private static final String OFF = "off";

  private final FerryClient client;
  private final Screen screen;

  SettingsTalk(FerryClient client, Screen screen) {
    this.client = client;
    this.screen = screen;
  }

  /** Does something with the conversation that is shown, if one is, and what was typed. */
  interface Here {
    void apply(BiConsumer<String, String> action, String argument);
  }

  void addTo(SlashCommands commands, Here here) {
    commands.add(
        "/mute",
        "/mute [8h|off]",
        "let it disturb you no more",
        arg -> here.apply(this::mute, arg));
    commands.add(
        "/top",
        "/top [off]",
        "keep it above all others",
        arg -> here.apply((id, word) -> change(id, SettingsChange.pin(!word.equals(OFF))), arg));
    commands.add(
        "/hide",
        "/hide [off]",
        "list it no longer, until something comes",
        arg -> here.apply((id, word) -> change(id, SettingsChange.hide(!word.equals(OFF))), arg));
    commands.add(
        "/unread",
        "/unread [off]",
        "mark it as unread",
        arg ->
            here.apply(
                (id, word) -> change(id, SettingsChange.markUnread(!word.equals(OFF))), arg));
    commands.add(
        "/remark", "/remark [TEXT]", "what you call it", arg -> here.apply(this::remark, arg));
  }

  private void mute(String conversation, String argument) {
    try {
      long untilMs =
          argument.isEmpty()
              ? ConversationSettings.FOR_GOOD_MS
              : argument.equals(OFF)
                  ? 0
                  : System.currentTimeMillis()
                      + new DurationConverter().convert(argument).toMillis();
      change(conversation, SettingsChange.muteUntil(untilMs));
    } catch (TypeConversionException e) {
      screen.line("/mute: " + e.getMessage());
    }
  }

  private void remark(String conversation, String argument) {
    try {
      change(conversation, SettingsChange.remark(argument));
    } catch (IllegalArgumentException e) {
      screen.line("/remark: " + e.getMessage());
    }
  }

  private void change(String conversation, SettingsChange change) {
    var unused =
        client
            .settings()
            .change(conversation, change)
            .whenComplete(
                (now, failure) ->
                    screen.line(
                        failure == null
                            ? "-- "
                                + MessageFormat.place(conversation, client.user())
                                + ": "
                                + SettingsFormat.words(now)
                                + " --"
                            : "not changed: " + Failures.words(failure)));
  }
}
