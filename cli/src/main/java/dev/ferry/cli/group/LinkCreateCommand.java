package dev.ferry.cli.group;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.CountConverter;
import dev.ferry.cli.connect.DurationConverter;
import dev.ferry.client.group.Groups;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a link. */
@Command(name = "create", description = "Make a link, and print its token: a secret.")
final class LinkCreateCommand extends GroupQuestion<String> {
  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "How long it is good (default: until it is revoked).")
  Duration lifetime = Duration.ZERO;

  @Option(
      names = "--uses",
      paramLabel = "N",
      converter = CountConverter.class,
      description = "How many can join with it (default: any number).")
  int uses;

  LinkCreateCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<String> ask(Groups groups) {
    return groups.createLink(group, lifetime, uses);
  }

  @Override
  protected void show(String token) {
    console().line(token);
  }

  @Override
  protected void showJson(String token) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("conversation", group);
    object.put("token", token);
    console().json(object);
  }
}
