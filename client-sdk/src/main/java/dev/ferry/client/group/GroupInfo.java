package dev.ferry.client.group;

/** A group as its member sees it. Immutable. */
public final class GroupInfo {
  private final String conversation;
  private final long version;
  private final GroupSettings settings;
  private final int members;
  private final int membersMax;
  private final GroupMember me;
  private final boolean dismissed;

  public GroupInfo(
      String conversation,
      long version,
      GroupSettings settings,
      int members,
      int membersMax,
      GroupMember me,
      boolean dismissed) {
    this.conversation = conversation;
    this.version = version;
    this.settings = settings;
    this.members = members;
    this.membersMax = membersMax;
    this.me = me;
    this.dismissed = dismissed;
  }

  public String conversation() {
    return conversation;
  }

  /** Seq of the newest entry that tells of a change. */
  public long version() {
    return version;
  }

  public GroupSettings settings() {
    return settings;
  }

  /** How many members there are. */
  public int members() {
    return members;
  }

  public int membersMax() {
    return membersMax;
  }

  /** The one who asked. */
  public GroupMember me() {
    return me;
  }

  /** Whether the group has ended: no more entries. */
  public boolean dismissed() {
    return dismissed;
  }
}
