package dev.ferry.cli.conversation;

import dev.ferry.cli.connect.Context;
import dev.ferry.client.settings.SettingsChange;
import picocli.CommandLine.Command;

/** Makes a change that needs no further words. */
@Command
final class PlainCommand extends SettingsCommand {
  private final SettingsChange change;

  PlainCommand(Context context, SettingsChange change) {
    super(context);
    this.change = change;
  }

  @Override
  SettingsChange change() {
    return change;
  }
}
