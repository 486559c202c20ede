package dev.ferry.client.presence;

/** Whom a user lets know whether it is online. */
public enum Visibility {
  EVERYONE,
  /**
   * Those with whom the user has a direct conversation, and fellow members of a group they name.
   */
  CONTACTS,
  NOBODY
}
