package dev.ferry.cli;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.DevSecret;
import dev.ferry.cli.connect.HelpOption;
import dev.ferry.cli.connect.Trust;
import dev.ferry.cli.connect.UserConverter;
import dev.ferry.cli.terminal.CliException;
import dev.ferry.cli.terminal.ExitCode;
import dev.ferry.cli.terminal.SafeText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Logs a user out everywhere, on behalf of whoever runs the server. */
@Command(
    name = "revoke",
    description = "End all sessions of a user, on all nodes; tokens issued before log in no more.")
final class RevokeCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration TOKEN_TTL = Duration.ofMinutes(1);
  private static final Pattern SESSIONS = Pattern.compile("sessions ended: (\\d+)\\s*");

  @Mixin HelpOption help = new HelpOption();
  private final Context context;

  @Parameters(paramLabel = "USER", converter = UserConverter.class, description = "The user.")
  String user = "";

  @Option(
      names = "--http",
      paramLabel = "URL",
      defaultValue = "${env:FERRY_HTTP:-http://127.0.0.1:9480}",
      description =
          "HTTP port of any node, http:// or https:// (default: FERRY_HTTP, else"
              + " http://127.0.0.1:9480).")
  URI http = URI.create("http://127.0.0.1:9480");

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      defaultValue = "${env:FERRY_OPERATOR_TOKEN}",
      description =
          "A token with the claim operator: true (default: FERRY_OPERATOR_TOKEN, else one made with"
              + " the secret in --data).")
  @Nullable String token;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Data directory of a development server (default: data).")
  Path data = Path.of("data");

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "PEM certificates to trust for https (default: the system's).")
  @Nullable Path ca;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  RevokeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    HttpResponse<String> answer = ask();
    Matcher ended = SESSIONS.matcher(answer.body());
    if (answer.statusCode() == 200 && ended.matches()) {
      show(Integer.parseInt(ended.group(1)));
      return ExitCode.OK;
    }
    String words = SafeText.of(answer.body().strip());
    throw switch (answer.statusCode()) {
      case 401, 403 -> new CliException(ExitCode.UNAUTHORISED, "not authorised: " + words);
      case 503 -> new CliException(ExitCode.UNREACHABLE, "try again: " + words);
      default ->
          new CliException(
              ExitCode.REFUSED, "refused by the server: " + answer.statusCode() + " " + words);
    };
  }

  private HttpResponse<String> ask() throws InterruptedException {
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(PATIENCE);
    if (ca != null) {
      client.sslContext(Trust.of(ca).context());
    }
    try {
      HttpRequest request =
          HttpRequest.newBuilder(http.resolve("/users/" + user + "/revoke"))
              .header("Authorization", "Bearer " + token())
              .timeout(PATIENCE)
              .POST(BodyPublishers.noBody())
              .build();
      return client.build().send(request, BodyHandlers.ofString());
    } catch (IllegalArgumentException e) {
      throw new CliException(
          ExitCode.USAGE, "--http " + SafeText.of(http.toString()) + ": not http:// or https://");
    } catch (IOException e) {
      throw new CliException(
          ExitCode.UNREACHABLE,
          "no answer from " + SafeText.of(http.toString()) + ": check --http");
    }
  }

  private String token() {
    String given = token;
    return given != null && !given.isBlank()
        ? given.strip()
        : DevSecret.read(DevSecret.file(data)).operatorToken("operator", Instant.now(), TOKEN_TTL);
  }

  private void show(int sessions) {
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("user", user);
      object.put("sessions", sessions);
      context.console().json(object);
    } else {
      context
          .console()
          .line(
              "revoked "
                  + user
                  + switch (sessions) {
                    case 0 -> " (no live session)";
                    case 1 -> " (1 live session ended)";
                    default -> " (" + sessions + " live sessions ended)";
                  });
    }
  }
}
