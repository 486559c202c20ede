package dev.ferry.cli.conversation;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.HelpOption;
import dev.ferry.client.settings.SettingsChange;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The word {@code conversation}: alone it only explains. */
@Command(
    name = "conversation",
    synopsisSubcommandLabel = "COMMAND",
    description = "Say how you want a conversation, on all your devices.",
    commandListHeading = "%nCommands:%n")
public final class ConversationCommand implements Runnable {
  @Mixin HelpOption help = new HelpOption();

  @Spec CommandSpec spec = CommandSpec.create();

  private ConversationCommand() {}

  /** With all its commands. */
  public static CommandLine of(Context context) {
    CommandLine all = new CommandLine(new ConversationCommand());
    all.addSubcommand(new MuteCommand(context));
    all.addSubcommand(new ClearCommand(context));
    add(all, context, "unmute", SettingsChange.muteUntil(0), "Let it disturb you again.");
    add(all, context, "pin", SettingsChange.pin(true), "Keep it above all others.");
    add(all, context, "unpin", SettingsChange.pin(false), "Keep it there no longer.");
    add(
        all,
        context,
        "hide",
        SettingsChange.hide(true),
        "List it no longer, until something new comes.");
    add(all, context, "unhide", SettingsChange.hide(false), "List it again.");
    add(all, context, "unread", SettingsChange.markUnread(true), "Mark it as unread.");
    add(all, context, "read", SettingsChange.markUnread(false), "Take the mark away.");
    add(all, "remark", new TextCommand(context, SettingsChange::remark), "What you call it.");
    add(all, "draft", new TextCommand(context, SettingsChange::draft), "What you want to write.");
    return all;
  }

  private static void add(
      CommandLine all, Context context, String name, SettingsChange change, String description) {
    add(all, name, new PlainCommand(context, change), description);
  }

  private static void add(
      CommandLine all, String name, SettingsCommand command, String description) {
    CommandLine line = new CommandLine(command);
    line.getCommandSpec().usageMessage().description(description);
    all.addSubcommand(name, line);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
