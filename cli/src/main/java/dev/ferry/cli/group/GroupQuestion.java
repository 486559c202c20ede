package dev.ferry.cli.group;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.GroupConverter;
import dev.ferry.cli.connect.Question;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.client.FerryClient;
import dev.ferry.client.group.Groups;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Parameters;

/**
 * A question about one group.
 *
 * @param <T> the answer
 */
abstract class GroupQuestion<T> extends Question<T> {
  @Parameters(
      index = "0",
      paramLabel = "GROUP",
      converter = GroupConverter.class,
      description = "The group's name.")
  String group = "";

  GroupQuestion(Context context) {
    super(context);
  }

  abstract CompletableFuture<T> ask(Groups groups);

  @Override
  protected final CompletableFuture<T> ask(FerryClient client) {
    return ask(client.groups());
  }

  /** The group as people call it: {@code #team}. */
  final String name() {
    return MessageFormat.place(group, user());
  }
}
