package dev.ferry.cli;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.DevSecret;
import dev.ferry.cli.connect.DurationConverter;
import dev.ferry.cli.connect.HelpOption;
import dev.ferry.cli.connect.UserConverter;
import dev.ferry.cli.terminal.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a token with a development server's secret. */
@Command(name = "token", description = "Print a token for a user of a development server.")
final class TokenCommand implements Callable<Integer> {
  @Mixin HelpOption help = new HelpOption();
  private final Context context;

  @Parameters(paramLabel = "USER", converter = UserConverter.class, description = "The user.")
  String user = "";

  @Option(
      names = "--ttl",
      paramLabel = "DURATION",
      defaultValue = "1d",
      converter = DurationConverter.class,
      description = "How long it is valid (default: ${DEFAULT-VALUE}).")
  Duration ttl = Duration.ofDays(1);

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "The server's data directory (default: ./data).")
  Path data = Path.of("data");

  @Option(names = "--operator", description = "One that may also revoke users.")
  boolean operator;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  TokenCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    DevSecret secret = DevSecret.read(DevSecret.file(data));
    String token = operator ? secret.operatorToken(user, now, ttl) : secret.token(user, now, ttl);
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("user", user);
      object.put("token", token);
      object.put("expires", now.plus(ttl).toString());
      context.console().json(object);
    } else {
      context.console().line(token);
    }
    return ExitCode.OK;
  }
}
