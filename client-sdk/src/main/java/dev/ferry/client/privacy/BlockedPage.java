package dev.ferry.client.privacy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Some of those whom the user blocks, the newest first. Immutable. */
public final class BlockedPage {
  private final List<BlockedUser> users;
  private final long next;

  public BlockedPage(List<BlockedUser> users, long next) {
    this.users = Collections.unmodifiableList(new ArrayList<>(users));
    this.next = next;
  }

  public List<BlockedUser> users() {
    return users;
  }

  /** Where the next page begins; 0 on the last one. */
  public long next() {
    return next;
  }

  @Override
  public String toString() {
    return "BlockedPage[" + users + ", next=" + next + "]";
  }
}
