package dev.ferry.cli.group;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.terminal.ChangeWords;
import dev.ferry.cli.terminal.SafeText;
import dev.ferry.client.group.GroupInfo;
import dev.ferry.client.group.Groups;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;

/** Shows a group. */
@Command(name = "show", description = "Show a group: its settings, and what you are in it.")
final class ShowCommand extends GroupQuestion<GroupInfo> {
  ShowCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<GroupInfo> ask(Groups groups) {
    return groups.info(group);
  }

  @Override
  protected void show(GroupInfo info) {
    line("group", name() + (info.dismissed() ? " (dismissed)" : ""));
    line("members", info.members() + " of at most " + info.membersMax());
    line("you", ChangeWords.lower(info.me().role()) + Members.muted(info.me()));
    ChangeWords.words(info.settings()).forEach(this::line);
    line("version", "#" + info.version());
  }

  private void line(String key, String value) {
    console().line(String.format(Locale.ROOT, "%-14s  %s", key, SafeText.of(value)));
  }

  @Override
  protected void showJson(GroupInfo info) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("conversation", info.conversation());
    object.put("version", info.version());
    object.put("members", info.members());
    object.put("members_max", info.membersMax());
    object.put("dismissed", info.dismissed());
    object.put("me", Members.json(info.me()));
    object.put("settings", ChangeWords.json(info.settings()));
    console().json(object);
  }
}
