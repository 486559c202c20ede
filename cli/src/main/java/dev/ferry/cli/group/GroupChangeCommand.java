package dev.ferry.cli.group;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.client.group.GroupReceipt;

/** A command that changes one group. */
abstract class GroupChangeCommand extends GroupQuestion<GroupReceipt> {
  GroupChangeCommand(Context context) {
    super(context);
  }

  /** What was done, for people. */
  abstract String done();

  @Override
  protected final void show(GroupReceipt receipt) {
    console()
        .line(
            receipt.pending()
                ? "asked to join " + name() + ": its owner or an admin must let you in"
                : done() + " (#" + receipt.seq() + ")");
  }

  @Override
  protected final void showJson(GroupReceipt receipt) {
    console().json(MessageFormat.json(receipt));
  }
}
