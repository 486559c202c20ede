package dev.ferry.cli.group;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.cli.terminal.SafeText;
import dev.ferry.client.group.Groups;
import dev.ferry.client.group.JoinRequest;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;

/** Lists who waits to be let in. */
@Command(name = "requests", description = "List who asks to be let in.")
final class RequestsCommand extends GroupQuestion<List<JoinRequest>> {
  RequestsCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<List<JoinRequest>> ask(Groups groups) {
    return groups.requests(group);
  }

  @Override
  protected void show(List<JoinRequest> requests) {
    MessageFormat format = new MessageFormat(ZoneId.systemDefault(), "");
    requests.forEach(
        request ->
            console().line(format.time(request.timeMs()) + " " + SafeText.of(request.user())));
    if (requests.isEmpty()) {
      console().note("nobody asks to join " + name());
    }
  }

  @Override
  protected void showJson(List<JoinRequest> requests) {
    for (JoinRequest request : requests) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("user", request.user());
      object.put("time", MessageFormat.isoOrNull(request.timeMs()));
      console().json(object);
    }
  }
}
