package dev.ferry.cli.group;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.terminal.SafeText;
import dev.ferry.client.group.GroupMember;
import dev.ferry.client.group.Groups;
import dev.ferry.client.group.MembersPage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists members, or who changed since. */
@Command(name = "members", description = "List the members, or what changed since a cursor.")
final class MembersCommand extends GroupQuestion<MembersPage> {
  @Option(
      names = "--since",
      paramLabel = "CURSOR",
      description = "Only what changed since the list that ended with this cursor.")
  String since = "";

  MembersCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<MembersPage> ask(Groups groups) {
    return since.isEmpty() ? groups.members(group) : changes(groups, since, new LinkedHashMap<>());
  }

  /**
   * All pages of the changes after {@code after}; anew when the server has forgotten them. Who
   * changes while they are read comes once more, further on.
   */
  private CompletableFuture<MembersPage> changes(
      Groups groups, String after, Map<String, GroupMember> before) {
    return groups
        .members(group, after)
        .thenCompose(
            page -> {
              if (page.restarted()) {
                return groups.members(group);
              }
              for (GroupMember member : page.members()) {
                before.remove(member.user());
                before.put(member.user(), member);
              }
              return page.complete()
                  ? CompletableFuture.completedFuture(
                      new MembersPage(new ArrayList<>(before.values()), page.next(), true, false))
                  : changes(groups, page.next(), before);
            });
  }

  @Override
  protected void show(MembersPage page) {
    if (page.restarted() && !since.isEmpty()) {
      console().note("the changes since are no longer known: these are all members");
    }
    page.members().forEach(member -> console().line(Members.line(member)));
    console().note("what changes from here on: --since " + SafeText.of(page.next()));
  }

  /** The last object has the cursor. */
  @Override
  protected void showJson(MembersPage page) {
    page.members().forEach(member -> console().json(Members.json(member)));
    Map<String, Object> end = new LinkedHashMap<>();
    end.put("cursor", page.next());
    end.put("restarted", page.restarted());
    console().json(end);
  }
}
