package dev.ferry.client.group;

/** What a member may do; each may do what those before it may. docs/protocol.md has the table. */
public enum GroupRole {
  MEMBER,
  ADMIN,
  /** A group has one. */
  OWNER
}
