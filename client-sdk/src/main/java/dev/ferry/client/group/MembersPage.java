package dev.ferry.client.group;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Members of a group in the order of their newest change. Immutable. */
public final class MembersPage {
  private final List<GroupMember> members;
  private final String next;
  private final boolean complete;
  private final boolean restarted;

  public MembersPage(List<GroupMember> members, String next, boolean complete, boolean restarted) {
    this.members = Collections.unmodifiableList(new ArrayList<>(members));
    this.next = next;
    this.complete = complete;
    this.restarted = restarted;
  }

  public List<GroupMember> members() {
    return members;
  }

  /**
   * The cursor of what follows. That of a complete page asks, whenever that may be, for what has
   * changed since.
   */
  public String next() {
    return next;
  }

  /** Whether nothing followed when the page was read. */
  public boolean complete() {
    return complete;
  }

  /**
   * Whether the changes since the cursor are no longer known, so that this is the first page of all
   * members: forget those you hold.
   */
  public boolean restarted() {
    return restarted;
  }
}
