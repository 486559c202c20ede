package dev.ferry.cli.conversation;

import dev.ferry.cli.connect.Context;
import dev.ferry.client.settings.SettingsChange;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sets a text. */
@Command
final class TextCommand extends SettingsCommand {
  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "TEXT", description = "The text; \"\" takes it away.")
  String text = "";

  private final Function<String, SettingsChange> of;

  TextCommand(Context context, Function<String, SettingsChange> of) {
    super(context);
    this.of = of;
  }

  @Override
  SettingsChange change() {
    try {
      return of.apply(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
