package dev.ferry.server.model;

/** Whom a user lets know whether it is online; stored by name. */
public enum Visibility {
  EVERYONE,

  /**
   * Those with whom the user has a direct conversation, and the fellow members of a group whose
   * members they ask for.
   */
  CONTACTS,
  NOBODY
}
