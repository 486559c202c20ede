package dev.ferry.cli.group;

import dev.ferry.cli.connect.DurationConverter;
import dev.ferry.cli.terminal.ChangeWords;
import dev.ferry.client.group.GroupSettings;
import dev.ferry.client.group.HistoryPolicy;
import dev.ferry.client.group.JoinPolicy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The options that set something of a group. */
final class SettingsOptions {
  @Option(names = "--name", paramLabel = "TITLE", description = "What people see as its name.")
  @Nullable String name;

  @Option(
      names = "--announcement",
      paramLabel = "TEXT",
      description = "What everybody should know.")
  @Nullable String announcement;

  @Option(names = "--avatar", paramLabel = "REF", description = "A reference that the app knows.")
  @Nullable String avatar;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      converter = PolicyConverter.class,
      description =
          "How people get in: open, approval, link or invite (nobody but by being added).")
  @Nullable JoinPolicy policy;

  @Option(
      names = "--history",
      paramLabel = "PART",
      converter = HistoryConverter.class,
      description = "What who joins can read: join (from then on) or all.")
  @Nullable HistoryPolicy history;

  @Option(
      names = "--everyone-muted",
      arity = "1",
      paramLabel = "true|false",
      description = "Whether only owner and admins may write.")
  @Nullable Boolean everyoneMuted;

  @Option(
      names = "--slow-mode",
      paramLabel = "DURATION",
      converter = SlowModeConverter.class,
      description = "How long a member waits between two messages; off for no limit.")
  @Nullable Duration slowMode;

  @Option(
      names = "--attribute",
      paramLabel = "KEY=VALUE",
      mapFallbackValue = "",
      description = "One of the app's own; without a value it is taken out.")
  Map<String, String> attributes = new LinkedHashMap<>();

  boolean isEmpty() {
    return ChangeWords.json(toSettings()).isEmpty();
  }

  GroupSettings toSettings() {
    GroupSettings.Builder settings = GroupSettings.builder();
    set(name, settings::name);
    set(announcement, settings::announcement);
    set(avatar, settings::avatar);
    set(policy, settings::joinPolicy);
    set(history, settings::history);
    set(everyoneMuted, settings::everyoneMuted);
    set(slowMode, settings::slowMode);
    attributes.forEach(settings::attribute);
    return settings.build();
  }

  private static <T> void set(@Nullable T value, Consumer<T> setter) {
    if (value != null) {
      setter.accept(value);
    }
  }

  static final class PolicyConverter implements ITypeConverter<JoinPolicy> {
    @Override
    public JoinPolicy convert(String value) {
      return Words.of(JoinPolicy.values(), value);
    }
  }

  static final class HistoryConverter implements ITypeConverter<HistoryPolicy> {
    @Override
    public HistoryPolicy convert(String value) {
      return switch (value) {
        case "join" -> HistoryPolicy.FROM_JOIN;
        case "all" -> HistoryPolicy.ALL;
        default -> throw Words.unexpected(value, "join or all");
      };
    }
  }

  static final class SlowModeConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      return value.equals("off") ? Duration.ZERO : new DurationConverter().convert(value);
    }
  }
}
