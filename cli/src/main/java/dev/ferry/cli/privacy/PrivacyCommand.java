package dev.ferry.cli.privacy;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.terminal.PrivacyFormat;
import dev.ferry.cli.terminal.SafeText;
import dev.ferry.client.privacy.Privacy;
import dev.ferry.client.privacy.PrivacySettings;
import dev.ferry.client.privacy.Writers;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Shows and sets who may write to the user. */
@Command(name = "privacy", description = "Show who may write to you, or set it.")
public final class PrivacyCommand extends PrivacyQuestion<PrivacySettings> {
  @Option(
      names = "--who-may-write",
      paramLabel = "WHO",
      converter = WritersConverter.class,
      description =
          "everyone; contacts, with whom you have a conversation already; or nobody. Groups are"
              + " not concerned.")
  @Nullable Writers writers;

  static final class WritersConverter implements ITypeConverter<Writers> {
    @Override
    public Writers convert(String value) {
      for (Writers each : Writers.values()) {
        if (each.name().toLowerCase(Locale.ROOT).equals(value)) {
          return each;
        }
      }
      throw new TypeConversionException(
          "'" + SafeText.of(value) + "' (expected: everyone, contacts or nobody)");
    }
  }

  public PrivacyCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<PrivacySettings> ask(Privacy privacy) {
    return writers == null ? privacy.settings() : privacy.setWhoMayWrite(writers);
  }

  @Override
  protected void show(PrivacySettings now) {
    console().line(PrivacyFormat.sentence(now));
  }

  @Override
  protected void showJson(PrivacySettings now) {
    console().json(PrivacyFormat.json(now));
  }
}
