package dev.ferry.cli.group;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.cli.terminal.SafeText;
import dev.ferry.client.group.GroupLink;
import dev.ferry.client.group.Groups;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;

/** Lists links. */
@Command(name = "list", description = "List the links into a group.")
final class LinkListCommand extends GroupQuestion<List<GroupLink>> {
  LinkListCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<List<GroupLink>> ask(Groups groups) {
    return groups.links(group);
  }

  @Override
  protected void show(List<GroupLink> links) {
    for (GroupLink link : links) {
      String end = MessageFormat.isoOrNull(link.expiresMs());
      console()
          .line(
              SafeText.of(link.token())
                  + (end == null ? "  for ever" : "  until " + end)
                  + (link.usesLeft() == 0 ? "" : "  " + link.usesLeft() + " uses left")
                  + ("  by " + SafeText.of(link.createdBy())));
    }
    if (links.isEmpty()) {
      console().note("no links into " + name());
    }
  }

  @Override
  protected void showJson(List<GroupLink> links) {
    for (GroupLink link : links) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("token", link.token());
      object.put("expires", MessageFormat.isoOrNull(link.expiresMs()));
      object.put("uses_left", link.usesLeft() == 0 ? null : link.usesLeft());
      object.put("created_by", link.createdBy());
      console().json(object);
    }
  }
}
