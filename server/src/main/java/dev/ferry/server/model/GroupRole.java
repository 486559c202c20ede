package dev.ferry.server.model;

/** What a member may do, least first; docs/protocol.md has the table. */
public enum GroupRole {
  MEMBER,
  ADMIN,
  OWNER
}
