package dev.ferry.cli.conversation;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.DurationConverter;
import dev.ferry.client.settings.ConversationSettings;
import dev.ferry.client.settings.SettingsChange;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Mutes a conversation for its user. */
@Command(name = "mute", description = "Let it disturb you no more; by default until unmute.")
final class MuteCommand extends SettingsCommand {
  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "For how long, by this machine's clock: 8h, 7d.")
  @Nullable Duration length;

  MuteCommand(Context context) {
    super(context);
  }

  @Override
  SettingsChange change() {
    return SettingsChange.muteUntil(
        length == null
            ? ConversationSettings.FOR_GOOD_MS
            : System.currentTimeMillis() + length.toMillis());
  }
}
