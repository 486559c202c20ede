package dev.ferry.cli.privacy;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.UserConverter;
import dev.ferry.cli.terminal.PrivacyFormat;
import dev.ferry.cli.terminal.SafeText;
import dev.ferry.client.privacy.Privacy;
import dev.ferry.client.privacy.PrivacySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Blocks users. */
@Command(
    name = "add",
    description =
        "Take no more messages from users; for each side the conversation stays readable.")
final class AddCommand extends PrivacyQuestion<PrivacySettings> {
  @Parameters(
      paramLabel = "USER",
      arity = "1..*",
      converter = UserConverter.class,
      description = "Whom to block.")
  List<String> users = new ArrayList<>();

  AddCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<PrivacySettings> ask(Privacy privacy) {
    return inTurn(users, privacy::block);
  }

  @Override
  protected void show(PrivacySettings now) {
    console().line("blocked " + SafeText.of(String.join(", ", users)));
  }

  @Override
  protected void showJson(PrivacySettings now) {
    console().json(PrivacyFormat.json(now));
  }
}
