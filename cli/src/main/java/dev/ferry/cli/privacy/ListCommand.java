package dev.ferry.cli.privacy;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.cli.terminal.SafeText;
import dev.ferry.client.privacy.BlockedPage;
import dev.ferry.client.privacy.BlockedUser;
import dev.ferry.client.privacy.Privacy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;

/** Lists those whom the user blocks, over all pages. */
@Command(name = "list", description = "List those whom the user blocks, the newest first.")
final class ListCommand extends PrivacyQuestion<List<BlockedUser>> {
  ListCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<List<BlockedUser>> ask(Privacy privacy) {
    return pages(privacy, 0, new ArrayList<>());
  }

  private static CompletableFuture<List<BlockedUser>> pages(
      Privacy privacy, long after, List<BlockedUser> found) {
    return privacy.blocked(after, 0).thenCompose(page -> rest(privacy, page, found));
  }

  private static CompletableFuture<List<BlockedUser>> rest(
      Privacy privacy, BlockedPage page, List<BlockedUser> found) {
    found.addAll(page.users());
    return page.next() == 0
        ? CompletableFuture.completedFuture(found)
        : pages(privacy, page.next(), found);
  }

  @Override
  protected void show(List<BlockedUser> users) {
    for (BlockedUser each : users) {
      console()
          .line(SafeText.of(each.user()) + "  since " + MessageFormat.isoOrNull(each.timeMs()));
    }
  }

  @Override
  protected void showJson(List<BlockedUser> users) {
    for (BlockedUser each : users) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("user", each.user());
      object.put("since", MessageFormat.isoOrNull(each.timeMs()));
      console().json(object);
    }
  }
}
